namespace Orchestrator.Engine.Sqlite.Tests;

/// <summary>A folder of its own for a hub file; gone afterwards.</summary>
internal sealed class TemporaryHub : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("orchestrator-hub-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "hub.db");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
