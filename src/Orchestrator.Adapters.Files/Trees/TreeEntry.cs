using System.Text.Json.Serialization;
using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>An entry with everything that a copy of it must have: a line of a manifest.</summary>
internal sealed record TreeEntry
{
    public required TreePath Path { get; init; }

    public required EntryType Type { get; init; }

    /// <summary>Permissions with setuid, setgid and sticky, in octal.</summary>
    [JsonConverter(typeof(OctalConverter))]
    public required uint Mode { get; init; }

    public required uint User { get; init; }

    public required uint Group { get; init; }

    [JsonConverter(typeof(FileTimeConverter))]
    public required FileTime Modified { get; init; }

    /// <summary>Where a symbolic link points, or the first name of a hard link.</summary>
    public TreePath? Link { get; init; }

    /// <summary>Extended attributes by their names.</summary>
    public SortedDictionary<string, byte[]>? Attributes { get; init; }

    /// <summary>The size of a file's content, holes included.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>SHA-256 of a file's content, holes read as zeros, as <c>sha256sum</c> prints it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The runs of a file's data; what is between them is a hole. Only in backups.</summary>
    public IReadOnlyList<DataExtent>? Data { get; init; }

    /// <summary>By what an unchanged file is known when a backup goes on after a kill. Only in backups.</summary>
    public Fingerprint? Seen { get; init; }

    /// <summary>Whether a rehearsal's source changed the file while it was read. Only in backups.</summary>
    public bool? ChangedWhileRead { get; init; }

    /// <summary>Describes a walked entry, without content.</summary>
    internal static TreeEntry Of(WalkedEntry walked) => new()
    {
        Path = walked.Path,
        Type = walked.Type,
        Mode = walked.Status.Mode,
        User = walked.Status.User,
        Group = walked.Status.Group,
        Modified = walked.Status.Modified,
        Link = walked.Link,
        Attributes = walked.Attributes,
    };
}
