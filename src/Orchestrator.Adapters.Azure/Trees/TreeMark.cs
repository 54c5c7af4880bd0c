namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>
/// Says in a target's metadata, where no user sees it, whose it is, whether that has made it, and which folder it is: the
/// folders of one container, whose marks stand side by side, must not lie in each other.
/// </summary>
/// <param name="key">The key; another for every folder of the same container.</param>
/// <param name="owner">The component of the migration.</param>
/// <param name="folder">The folder, without slashes at its ends.</param>
internal sealed class TreeMark(string key, string owner, string folder)
{
    private const string Prefix = "orchestrator_";
    private const string MadeWord = "made";
    private const string ExistingWord = "existing";

    private readonly string _key = Prefix + key;

    /// <summary>The metadata of what this migration makes.</summary>
    public IDictionary<string, string> Made => new Dictionary<string, string> { [_key] = ValueOf(MadeWord) };

    /// <summary>Whether anybody holds it.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>Whether somebody does.</returns>
    public bool IsOn(IDictionary<string, string> metadata) => metadata.ContainsKey(_key);

    /// <summary>Whether this component of this migration holds it.</summary>
    /// <param name="metadata">The metadata; <see langword="null"/> when the target does not exist.</param>
    /// <returns>Whether it does.</returns>
    public bool IsOwn(IDictionary<string, string>? metadata) => metadata is not null && WordIn(metadata) is not null;

    /// <summary>Whether this migration made it.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>Whether it did.</returns>
    public bool IsMade(IDictionary<string, string> metadata) => WordIn(metadata) == MadeWord;

    /// <summary>Whether there is a mark of anything else in the same container.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>Whether there is.</returns>
    public bool HasOthers(IDictionary<string, string> metadata) => OthersIn(metadata).Any();

    /// <summary>Whether somebody holds a folder above this one, or below it. A mark that does not tell where it belongs counts.</summary>
    /// <param name="metadata">The metadata of the container.</param>
    /// <returns>Whether somebody does.</returns>
    public bool IsNested(IDictionary<string, string> metadata) => OthersIn(metadata).Any(
        other => other.Split(':') is not [_, _, var held] || IsIn(Uri.UnescapeDataString(held), folder) || IsIn(folder, Uri.UnescapeDataString(held)));

    /// <summary>The metadata of something that was there, taken over.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>The same with the mark.</returns>
    public IDictionary<string, string> On(IDictionary<string, string> metadata) =>
        new Dictionary<string, string>(metadata) { [_key] = ValueOf(ExistingWord) };

    /// <summary>The metadata of something that is given back.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>The same without the mark.</returns>
    public IDictionary<string, string> Off(IDictionary<string, string> metadata) => metadata.Where(pair => pair.Key != _key).ToDictionary();

    // Metadata travels in headers, which hold no other letters.
    private string ValueOf(string word) => $"{word}:{Uri.EscapeDataString(owner)}:{Uri.EscapeDataString(folder)}";

    private string? WordIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(_key, out var value) && value.Split(':') is [var word, var holder, ..] && Uri.UnescapeDataString(holder) == owner ? word : null;

    private IEnumerable<string> OthersIn(IDictionary<string, string> metadata) =>
        metadata.Where(pair => pair.Key != _key && pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(pair => pair.Value);

    private static bool IsIn(string inner, string outer) => outer.Length == 0 || inner.StartsWith($"{outer}/", StringComparison.Ordinal);
}
