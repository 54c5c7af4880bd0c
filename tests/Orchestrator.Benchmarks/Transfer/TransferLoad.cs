using System.Diagnostics;
using System.Security.Cryptography;

namespace Orchestrator.Benchmarks.Transfer;

/// <summary>A folder of random files to transfer.</summary>
internal sealed class TransferLoad : IDisposable
{
    public TransferLoad(int files, long fileBytes)
    {
        Files = files;
        SizeBytes = files * fileBytes;
        var buffer = new byte[Math.Min(fileBytes, 1 << 20)];
        for (var number = 0; number < files; number++)
        {
            using var file = File.Create(Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, $"{number / 500}")).FullName, $"{number}.dat"));
            for (var left = fileBytes; left > 0; left -= buffer.Length)
            {
                RandomNumberGenerator.Fill(buffer);
                file.Write(buffer, 0, (int)Math.Min(left, buffer.Length));
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("orchestrator-transfer-").FullName;

    public int Files { get; }

    public long SizeBytes { get; }

    public double MeasureFloorSeconds()
    {
        var watch = Stopwatch.StartNew();
        foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            using var file = File.OpenRead(path);
            SHA256.HashData(file);
        }

        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
