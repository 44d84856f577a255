// Signatures of secrets, assets and archives on the wire. @pulumi/pulumi has the same constants in a module that loads
// most of it.
// Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go

export { SIGNATURE_KEY as specialSigKey } from "../../kit/known";
export const specialAssetSig = "c44067f5952c0a294b673a41bacd8c17";
export const specialArchiveSig = "0def7320c3a5731c473e5ecbe6d01bc7";
export const specialSecretSig = "1b47061264138c4ac30d75fd1eb44270";
