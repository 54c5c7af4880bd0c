namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>A file that is to travel.</summary>
/// <param name="Path">Its path in the backed-up folder, with slashes.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="ModifiedTicks">When it was last changed, to tell whether the hashes still hold.</param>
/// <param name="Sha256">The hash of its content, in lower-case hex.</param>
/// <param name="Md5">The hash that Azure notes of a blob, in base 64.</param>
internal sealed record DeviceFile(string Path, long SizeBytes, long ModifiedTicks, string Sha256, string Md5);
