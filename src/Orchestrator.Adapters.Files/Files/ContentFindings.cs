using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>What a look at each entry of the source finds; of each sort a few are named and the others counted.</summary>
internal sealed class ContentFindings(TreeRoot source, FilesRequest request)
{
    private const int MaxNamed = 10;

    private readonly uint _self = LibC.GetEffectiveUser();
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly SortedSet<string> _attributeNames = new(StringComparer.Ordinal);
    private long _otherOwners;

    /// <summary>Notes what cannot be read.</summary>
    internal void AddUnreadable(AdapterException error) =>
        Name("entries that cannot be read", new Finding(error.Subject, $"It cannot be read: {error.Problem}.", $"{error.Remedy}.", IsBlocking: true));

    /// <summary>Notes an entry.</summary>
    internal void Add(WalkedEntry entry)
    {
        if (entry.Type == EntryType.Device) Name("devices", SpecialFiles.DeviceFound(source, entry.Path));
        if (entry.Type == EntryType.Socket) Name("sockets", SpecialFiles.SocketFound(source, entry.Path));
        if (entry.Status.User != _self) _otherOwners++;
        _attributeNames.UnionWith(entry.Attributes?.Keys.Select(Sort) ?? []);
    }

    /// <summary>Everything found.</summary>
    internal IEnumerable<Finding> Finish() =>
    [
        .. _findings,
        .. from count in _counts
           where count.Value > MaxNamed
           select new Finding(source.Describe(TreePath.Root), $"There are {count.Value - MaxNamed} more {count.Key}.", "See those named.", IsBlocking: count.Key != "sockets"),
        .. OwnerFindings(),
        .. AttributeFindings(),
    ];

    private void Name(string sort, Finding finding)
    {
        var count = _counts[sort] = _counts.GetValueOrDefault(sort) + 1;
        if (count <= MaxNamed) _findings.Add(finding);
    }

    private IEnumerable<Finding> OwnerFindings() => _otherOwners == 0 || _self == 0
        ? []
        : [new Finding(source.Describe(TreePath.Root), $"{_otherOwners} entries belong to other users; only root can keep their owners.", "Run the orchestrator as root, or accept that its user owns the copy.", IsBlocking: false)];

    private IEnumerable<Finding> AttributeFindings()
    {
        if (_attributeNames.Count == 0) return [];
        using var target = FileSystem.OpenFolder(ExistingPath.Nearest(request.TargetPath));
        return [.. from name in _attributeNames
                   where !ExtendedAttributes.IsSupported(target, name)
                   select new Finding($"file system of '{request.TargetPath}'", $"It cannot keep {name}, which files of the source have.", "Use one that can, or set 'extendedAttributes: drop'.", IsBlocking: true)];
    }

    // One of a sort tells for all of the user's own.
    private static string Sort(string name) => name.StartsWith("user.", StringComparison.Ordinal) ? "user.attribute" : name;
}
