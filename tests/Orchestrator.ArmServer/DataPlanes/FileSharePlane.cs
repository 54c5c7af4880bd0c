using System.Globalization;
using System.Xml.Linq;

namespace Orchestrator.Testing.Arm;

/// <summary>
/// The shares of Azure Files, by what <see href="https://learn.microsoft.com/rest/api/storageservices/file-service-rest-api"/>
/// says of folders and files: make, list in pages, show, read and write ranges, metadata, attributes, delete. Tokens alone
/// are taken, with the intent that they need.
/// </summary>
internal sealed class FileSharePlane
{
    private const int LongestName = 255;
    private const int LongestRange = 4 << 20;
    private const string FirstVersionWithTokens = "2022-11-02";
    private const string Forbidden = "\"\\:|<>*?";

    private readonly Dictionary<string, ShareEntry> _shares = new(StringComparer.OrdinalIgnoreCase);

    public static bool Owns(string host) => host.Contains(".file.", StringComparison.OrdinalIgnoreCase);

    public static ArmAnswer Error(int status, string code, string message) => new ArmAnswer(status)
    {
        Text = new XElement("Error", new XElement("Code", code), new XElement("Message", message)).ToString(),
    }.With("x-ms-error-code", code).With("Content-Type", "application/xml");

    public void Add(string account, string share) => _shares.Add($"{account}/{share}", new ShareEntry(share));

    public ArmAnswer Handle(ArmCall call)
    {
        RefuseWithoutIntent(call);
        string[] names = [.. call.Target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        var share = _shares.GetValueOrDefault($"{call.Host.Split('.')[0]}/{names.FirstOrDefault()}")
            ?? throw new ArmErrorException(404, "ShareNotFound", "The specified share does not exist.");
        return call.Query.GetValueOrDefault("restype") == "directory" ? HandleFolder(call, share, names[1..]) : HandleFile(call, share, names[1..]);
    }

    private static ArmAnswer HandleFolder(ArmCall call, ShareEntry share, string[] names) => (call.Method, call.Query.GetValueOrDefault("comp")) switch
    {
        ("GET", "list") => ShareListing.Of(Find(share, names, isFolder: true), call),
        ("GET" or "HEAD", null) => Shown(200, Find(share, names, isFolder: true)),
        ("PUT", null) => Shown(201, Put(share, names, new ShareEntry(names[^1]) { Metadata = MetadataIn(call) }, mayReplace: false)),
        ("PUT", "properties") => Change(call, Find(share, names, isFolder: true)),
        ("PUT", "metadata") => Noted(Find(share, names, isFolder: true), call),
        ("DELETE", null) => DeleteFolder(share, names),
        _ => throw Unsupported(),
    };

    private static ArmAnswer HandleFile(ArmCall call, ShareEntry share, string[] names) => (call.Method, call.Query.GetValueOrDefault("comp")) switch
    {
        ("GET" or "HEAD", null) => Read(call, Find(share, names, isFolder: false)),
        ("PUT", null) when call.Header("x-ms-type") == "file" => Shown(201, Put(share, names, NewFile(call, names[^1]), mayReplace: true)),
        ("PUT", "range") when call.Header("x-ms-write") == "update" => Write(call, Find(share, names, isFolder: false)),
        ("PUT", "properties") => Change(call, Find(share, names, isFolder: false)),
        ("DELETE", null) => DeleteFile(share, names),
        _ => throw Unsupported(),
    };

    private static void RefuseWithoutIntent(ArmCall call)
    {
        if (string.CompareOrdinal(call.Header("x-ms-version") ?? "", FirstVersionWithTokens) < 0)
            throw new ArmErrorException(403, "AuthenticationFailed", "This version of the service takes no tokens.");
        if (call.Header("x-ms-file-request-intent") != "backup")
            throw new ArmErrorException(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified: x-ms-file-request-intent.");
    }

    private static ShareEntry Find(ShareEntry share, string[] names, bool isFolder)
    {
        var entry = names.Length == 0 ? share : Parent(share, names).Children.GetValueOrDefault(names[^1]);
        return entry?.IsFolder == isFolder ? entry : throw new ArmErrorException(404, "ResourceNotFound", "The specified resource does not exist.");
    }

    private static ShareEntry Parent(ShareEntry share, string[] names)
    {
        var folder = share;
        foreach (var name in names[..^1])
            folder = folder.Children.GetValueOrDefault(name) is { IsFolder: true } child ? child : throw new ArmErrorException(404, "ParentNotFound", "The specified parent path does not exist.");
        return folder;
    }

    private static ShareEntry Put(ShareEntry share, string[] names, ShareEntry entry, bool mayReplace)
    {
        var name = names[^1];
        if (name.Length > LongestName || name.EndsWith('.') || name.Any(letter => char.IsControl(letter) || Forbidden.Contains(letter)))
            throw ArmErrorException.Bad("The specified resource name contains invalid characters.", "InvalidResourceName");
        var parent = Parent(share, names);
        var former = parent.Children.GetValueOrDefault(name);
        if (former is not null && (!mayReplace || former.IsFolder))
            throw ArmErrorException.Conflict("The specified resource already exists.", former.IsFolder == entry.IsFolder ? "ResourceAlreadyExists" : "ResourceTypeMismatch");
        RefuseReadOnly(former);
        parent.Children.Remove(name);
        parent.Children[name] = entry;
        return entry;
    }

    private static ShareEntry NewFile(ArmCall call, string name) => new(name, new byte[Number(call.Header("x-ms-content-length"))])
    {
        Metadata = MetadataIn(call),
        Attributes = call.Header("x-ms-file-attributes") is { } attributes and not "None" ? attributes : "Archive",
    };

    private static ArmAnswer Write(ArmCall call, ShareEntry file)
    {
        RefuseReadOnly(file);
        var (first, last) = RangeIn(call.Header("x-ms-range") ?? call.Header("Range"), file) ?? throw ArmErrorException.Bad("There is no range.", "InvalidHeaderValue");
        if (last - first + 1 != call.Bytes.Length || call.Bytes.Length > LongestRange)
            throw ArmErrorException.Bad("The range does not fit the content.", "InvalidRange");
        call.Bytes.CopyTo(file.Content, first);
        return Shown(201, file);
    }

    private static ArmAnswer Read(ArmCall call, ShareEntry file)
    {
        var shown = Shown(200, file).With("Content-Length", file.Content.Length.ToString(CultureInfo.InvariantCulture)).With("x-ms-type", "File").With("Content-Type", "application/octet-stream");
        if (call.Method == "HEAD")
            return shown;
        if (RangeIn(call.Header("x-ms-range") ?? call.Header("Range"), file) is not var (first, last))
            return shown with { Bytes = file.Content };
        var piece = file.Content[first..(last + 1)];
        return (shown with { Status = 206, Bytes = piece })
            .With("Content-Length", piece.Length.ToString(CultureInfo.InvariantCulture))
            .With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{file.Content.Length}"));
    }

    private static (int First, int Last)? RangeIn(string? header, ShareEntry file)
    {
        if (header is null)
            return null;
        var bounds = header.Replace("bytes=", "", StringComparison.Ordinal).Split('-');
        var (first, last) = (Number(bounds[0]), bounds[1].Length == 0 ? int.MaxValue : Number(bounds[1]));
        return first < file.Content.Length ? (first, Math.Min(last, file.Content.Length - 1)) : throw new ArmErrorException(416, "InvalidRange", "The range is not satisfiable.");
    }

    private static ArmAnswer Change(ArmCall call, ShareEntry file)
    {
        if (call.Header("x-ms-file-attributes") is { } attributes and not "preserve")
            file.Attributes = attributes;
        return Shown(200, file);
    }

    private static ArmAnswer Noted(ShareEntry folder, ArmCall call)
    {
        folder.Metadata = MetadataIn(call);
        return Shown(200, folder);
    }

    private static ArmAnswer DeleteFolder(ShareEntry share, string[] names)
    {
        var folder = Find(share, names, isFolder: true);
        RefuseReadOnly(folder);
        if (folder.Children.Count > 0)
            throw ArmErrorException.Conflict("The specified directory is not empty.", "DirectoryNotEmpty");
        Parent(share, names).Children.Remove(names[^1]);
        return new ArmAnswer(202);
    }

    private static ArmAnswer DeleteFile(ShareEntry share, string[] names)
    {
        RefuseReadOnly(Find(share, names, isFolder: false));
        Parent(share, names).Children.Remove(names[^1]);
        return new ArmAnswer(202);
    }

    private static void RefuseReadOnly(ShareEntry? entry)
    {
        if (entry?.Attributes.Contains("ReadOnly", StringComparison.Ordinal) == true)
            throw ArmErrorException.Conflict("The specified resource is read-only and cannot be modified at this time.", "ReadOnlyAttribute");
    }

    private static ArmAnswer Shown(int status, ShareEntry entry)
    {
        var answer = new ArmAnswer(status)
            .With("ETag", entry.ETag).With("Last-Modified", "Mon, 06 Jul 2026 12:00:00 GMT").With("x-ms-server-encrypted", "true")
            .With("x-ms-file-attributes", entry.Attributes).With("x-ms-file-permission-key", "1*2").With("x-ms-file-id", "1").With("x-ms-file-parent-id", "0")
            .With("x-ms-file-creation-time", "2026-07-06T12:00:00.0000000Z").With("x-ms-file-last-write-time", "2026-07-06T12:00:00.0000000Z").With("x-ms-file-change-time", "2026-07-06T12:00:00.0000000Z");
        return entry.Metadata.Aggregate(answer, (all, pair) => all.With($"x-ms-meta-{pair.Key}", pair.Value));
    }

    private static Dictionary<string, string> MetadataIn(ArmCall call) => call.Headers
        .Where(header => header.Key.StartsWith("x-ms-meta-", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key["x-ms-meta-".Length..], header => header.Value);

    private static int Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw ArmErrorException.Bad("The value is no number, or too large for this server.", "InvalidHeaderValue");

    private static ArmErrorException Unsupported() => ArmErrorException.Bad("This server does not play that.", "UnsupportedQueryParameter");
}
