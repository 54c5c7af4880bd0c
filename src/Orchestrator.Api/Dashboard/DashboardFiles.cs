using System.Reflection;

namespace Orchestrator.Api.Dashboard;

/// <summary>The files of the pages, out of this assembly. Nothing else can be had by any name: there is no folder behind it.</summary>
internal sealed class DashboardFiles
{
    private const string Prefix = "dashboard/";
    private const string PageName = "index.html";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private readonly Dictionary<string, DashboardFile> _assets;

    public DashboardFiles()
    {
        _assets = typeof(DashboardFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);
        _assets.Remove(PageName, out var page);
        Page = page ?? throw new InvalidOperationException($"This build holds no {PageName}.");
    }

    /// <summary>The page that shows all views.</summary>
    public DashboardFile Page { get; }

    /// <summary>The names of the assets.</summary>
    public IReadOnlyCollection<string> Names => _assets.Keys;

    public DashboardFile? Find(string name) => _assets.GetValueOrDefault(name);

    private static DashboardFile Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new(content, ContentTypes[Path.GetExtension(name)]);
    }
}
