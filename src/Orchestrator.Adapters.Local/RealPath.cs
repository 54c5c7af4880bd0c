namespace Orchestrator.Adapters.Local;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Resolves every symbolic link in a path, also those of its folders.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The path without links, or <see langword="null"/> when nothing is there or links go round in a circle.</returns>
    public static string? Of(string path)
    {
        var links = 0;
        var rest = new Stack<string>(Parts(path).Reverse());
        var resolved = "/";
        while (rest.TryPop(out var part))
        {
            var next = Path.GetFullPath(Path.Combine(resolved, part));
            if (LinkTarget(next) is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            resolved = Path.IsPathRooted(target) ? "/" : resolved;
            foreach (var targetPart in Parts(target).Reverse())
            {
                rest.Push(targetPart);
            }
        }

        return Path.Exists(resolved) ? resolved : null;
    }

    /// <summary>Whether a path is a folder or lies in it. Both are without links.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // What cannot be looked at is no link; the check whether it exists decides.
        }
    }
}
