using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Reads templates from the folders that the host allows.</summary>
/// <param name="folders">The folders.</param>
internal sealed class TemplateFiles(IReadOnlyCollection<string> folders)
{
    // Resource Manager takes no larger ones.
    private const long LargestBytes = 4L << 20;

    /// <summary>Reads a template.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The template.</returns>
    /// <exception cref="AdapterException">It is in no allowed folder, cannot be read or is no template.</exception>
    public async Task<TemplateContent> ReadAsync(string path, CancellationToken cancellation)
    {
        if (path.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase))
            throw Wrong(path, "is Bicep, which Azure does not take", $"Build it first: az bicep build --file {path}; then name the JSON file");
        var real = RealPath(path);
        if (!folders.Any(folder => real.StartsWith(RealPath(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            throw Wrong(path, "is in no folder from which this host takes templates", "Put it into one of those, or add its folder to Orchestrator:Azure:TemplateFolders of the host");
        var bytes = await ReadBytesAsync(path, real, cancellation);
        var template = Json.Parse(bytes);
        return template.ValueKind == JsonValueKind.Object && template.Find("$schema") is not null && template.Find("resources") is not null
            ? new(template)
            : throw Wrong(path, "is no template in JSON", "It needs '$schema' and 'resources': az deployment group validate --template-file FILE");
    }

    private static async Task<byte[]> ReadBytesAsync(string path, string real, CancellationToken cancellation)
    {
        try
        {
            return new FileInfo(real).Length <= LargestBytes
                ? await File.ReadAllBytesAsync(real, cancellation)
                : throw Wrong(path, "is larger than 4 MiB", "Divide it into linked templates, or use a template spec");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, "cannot be read", "Check that the file is there and that the host's user may read it");
        }
    }

    // A link in an allowed folder leads to wherever it leads.
    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        foreach (var part in Path.GetFullPath(path)[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            try
            {
                real = new FileInfo(real).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real;
            }
            catch (IOException)
            {
                return real; // there is no such thing, which reading it tells better
            }
        }

        return real;
    }

    private static AdapterException Wrong(string path, string problem, string remedy) => new(problem, $"template {path}", remedy, isTransient: false);
}
