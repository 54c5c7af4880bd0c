namespace Orchestrator.Adapters.Local.Tests;

/// <summary>A folder that goes away with the test.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("local-").FullName;

    public string Write(string name, string text, bool isExecutable = false)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        if (isExecutable && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
