namespace Orchestrator.Adapters.Files.Folder;

/// <summary>Names that must stay inside of a folder.</summary>
internal static class RelativePath
{
    /// <summary>Whether a path cannot lead out of the folder that it is joined to.</summary>
    internal static bool IsSafe(string path) =>
        path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && path.Split('/').All(part => part is not ("" or "." or ".."));
}
