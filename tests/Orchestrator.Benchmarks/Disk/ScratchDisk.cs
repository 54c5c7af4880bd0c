namespace Orchestrator.Benchmarks.Disk;

/// <summary>A folder with a VHD and what its upload needs, gone at the end.</summary>
internal sealed class ScratchDisk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-disk-").FullName;

    public string Vhd => Path.Combine(_folder, "bench.vhd");

    public string Token => Path.Combine(_folder, "token");

    public string Job => Path.Combine(_folder, "job.json");

    /// <summary>An empty folder.</summary>
    public string Fresh(string name)
    {
        var path = Path.Combine(_folder, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return Directory.CreateDirectory(path).FullName;
    }

    /// <summary>Removes the VHD.</summary>
    public void Clear() => File.Delete(Vhd);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
