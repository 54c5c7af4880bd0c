namespace Orchestrator.Benchmarks.Online;

/// <summary>A path below the site's folder for one run; what is there at the end is removed.</summary>
internal sealed class ScratchFolder(OnlineSite site, string name) : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(site.Folder, $"{name}-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
