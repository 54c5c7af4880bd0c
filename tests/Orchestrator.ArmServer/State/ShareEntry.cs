namespace Orchestrator.Testing.Arm;

/// <summary>A folder or a file of a share.</summary>
/// <param name="name">Its name, in the case that it was made with.</param>
/// <param name="content">What is in a file; nothing for a folder.</param>
internal sealed class ShareEntry(string name, byte[]? content = null)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => content is null;

    /// <summary>What is in a file.</summary>
    public byte[] Content => content ?? [];

    /// <summary>Its version.</summary>
    public string ETag { get; private set; } = NewTag();

    /// <summary>The NTFS attributes as they are written in headers.</summary>
    public string Attributes { get; set; } = content is null ? "Directory" : "Archive";

    /// <summary>What its owner noted.</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get;
        set
        {
            field = value;
            ETag = NewTag();
        }
    } = new Dictionary<string, string>();

    /// <summary>What a folder holds; names differ in more than case.</summary>
    public SortedDictionary<string, ShareEntry> Children { get; } = new(StringComparer.OrdinalIgnoreCase);

    private static string NewTag() => $"\"0x{Guid.NewGuid():N}\"";
}
