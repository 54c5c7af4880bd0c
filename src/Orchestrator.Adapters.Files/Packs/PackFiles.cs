using System.Globalization;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>The files of a backup: packs with the content, a manifest, and a seal that says that all of it is there.</summary>
internal static class PackFiles
{
    /// <summary>One JSON line for each entry of the tree, in the order of a walk.</summary>
    internal const string Manifest = "manifest.jsonl";

    /// <summary>The manifest of an earlier run that was killed; its packs are used again.</summary>
    internal const string PreviousManifest = "manifest.previous.jsonl";

    /// <summary>Written last: without it there is no backup.</summary>
    internal const string Seal = "backup.json";

    private const string Extension = ".pack";

    /// <summary>The path of a pack.</summary>
    internal static string PathOf(string folder, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D8}{Extension}"));

    /// <summary>The numbers of the packs that are there.</summary>
    internal static IEnumerable<int> NumbersIn(string folder) =>
        Directory.EnumerateFiles(folder, $"*{Extension}").Select(NumberOf).Where(number => number > 0);

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
