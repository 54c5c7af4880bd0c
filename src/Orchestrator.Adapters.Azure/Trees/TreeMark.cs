namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Says in a target's metadata, where no user sees it, which migration it belongs to and whether that has made it.</summary>
/// <param name="key">The key; another for every folder of the same container.</param>
/// <param name="migrationId">The migration.</param>
internal sealed class TreeMark(string key, string migrationId)
{
    private const string Prefix = "orchestrator_";
    private const string MadeWord = "made";
    private const string ExistingWord = "existing";

    private readonly string _key = Prefix + key;

    /// <summary>The metadata of what this migration makes.</summary>
    public IDictionary<string, string> Made => new Dictionary<string, string> { [_key] = $"{MadeWord}:{migrationId}" };

    /// <summary>Whether any migration holds it.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>Whether one does.</returns>
    public bool IsOn(IDictionary<string, string> metadata) => metadata.ContainsKey(_key);

    /// <summary>Whether this migration holds it.</summary>
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
    public bool HasOthers(IDictionary<string, string> metadata) =>
        metadata.Keys.Any(other => other != _key && other.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>The metadata of something that was there, taken over.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>The same with the mark.</returns>
    public IDictionary<string, string> On(IDictionary<string, string> metadata) =>
        new Dictionary<string, string>(metadata) { [_key] = $"{ExistingWord}:{migrationId}" };

    /// <summary>The metadata of something that is given back.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>The same without the mark.</returns>
    public IDictionary<string, string> Off(IDictionary<string, string> metadata) => metadata.Where(pair => pair.Key != _key).ToDictionary();

    private string? WordIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(_key, out var value) && value.Split(':', 2) is [var word, var owner] && owner == migrationId ? word : null;
}
