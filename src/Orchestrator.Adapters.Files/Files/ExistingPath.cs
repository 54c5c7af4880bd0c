using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>Paths that may not exist yet.</summary>
internal static class ExistingPath
{
    /// <summary>The nearest folder above, or the path itself, that exists.</summary>
    internal static string Nearest(string path)
    {
        while (!Directory.Exists(path)) path = Path.GetDirectoryName(path)!;
        return path;
    }

    /// <summary>The path without symbolic links, as far as it exists.</summary>
    internal static string Resolve(string path)
    {
        var nearest = Nearest(path);
        return $"{FileSystem.Resolve(nearest)?.TrimEnd('/')}{path[nearest.TrimEnd('/').Length..]}";
    }
}
