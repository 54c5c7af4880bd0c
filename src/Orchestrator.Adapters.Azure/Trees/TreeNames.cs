using System.Globalization;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Which names and sizes of files a store can hold.</summary>
internal sealed class TreeNames
{
    private const char Unreadable = '\uFFFD';

    private static readonly string[] Reserved =
    [
        "PRN", "AUX", "NUL", "CON", "CLOCK$",
        .. Enumerable.Range(1, 9).Select(number => $"LPT{number}"), .. Enumerable.Range(1, 9).Select(number => $"COM{number}"),
    ];

    private readonly string _prefix;
    private readonly Func<string, bool> _isPath;

    private TreeNames(string folder, Func<string, bool> isPath)
    {
        _prefix = folder.Length == 0 ? "" : $"{folder}/";
        _isPath = isPath;
    }

    /// <summary>What it cannot hold, as words for people.</summary>
    public required string Limits { get; init; }

    /// <summary>The largest file.</summary>
    public required long LargestBytes { get; init; }

    /// <summary>Whether two names in a folder must differ in more than the case of letters.</summary>
    public bool FoldsCase { get; private init; }

    /// <summary>A container's.</summary>
    /// <param name="folder">The folder of it that the tree goes to.</param>
    /// <returns>The rule: <see href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata"/>.</returns>
    public static TreeNames OfContainer(string folder) => new(folder, path => path.Length <= 1_024 && path.Count(letter => letter == '/') < 254)
    {
        Limits = "control characters, backslashes, names that are not UTF-8, blanks at either end, a dot at the end, over 254 folders or 1,024 characters with the target's folder",
        LargestBytes = 50_000L * 4_000 * (1 << 20),
    };

    /// <summary>A share's.</summary>
    /// <param name="folder">The folder of it that the tree goes to.</param>
    /// <returns>The rule: <see href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-shares--directories--files--and-metadata"/>.</returns>
    public static TreeNames OfShare(string folder) => new(folder, path => path.Length <= 2_048 && path.Count(letter => letter == '/') < 250 && path.Split('/').All(IsInShare))
    {
        Limits = "control and private characters, any of \" \\ : | < > * ?, names that are not UTF-8 or are reserved (such as CON, NUL, COM1), blanks at either end, a dot at the end, over 255 characters, 250 folders, or 2,048 characters with the target's folder",
        LargestBytes = 4L << 40,
        FoldsCase = true,
    };

    /// <summary>Whether it can hold a file of this path.</summary>
    /// <param name="path">The path in the tree.</param>
    /// <returns>Whether it can.</returns>
    public bool CanHold(string path) =>
        path.Split('/').All(IsPlain) && _isPath(_prefix + path);

    private static bool IsPlain(string name) =>
        !name.Any(letter => char.IsControl(letter) || letter is '\\' or Unreadable) && !name.EndsWith('.') && name.Trim().Length == name.Length;

    private static bool IsInShare(string name) =>
        name.Length <= 255 && name.IndexOfAny(['"', ':', '|', '<', '>', '*', '?']) < 0
        && !name.Any(letter => char.GetUnicodeCategory(letter) == UnicodeCategory.PrivateUse) && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);
}
