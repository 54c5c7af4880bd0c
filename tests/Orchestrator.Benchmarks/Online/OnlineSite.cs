using Orchestrator.Contracts.Servers;

namespace Orchestrator.Benchmarks.Online;

/// <summary>Two PostgreSQL servers as a data centre would set them up, durable, and a folder for what is written beside them.</summary>
internal sealed class OnlineSite : IAsyncDisposable
{
    /// <summary>The clients' role: it owns the tables and has no special right.</summary>
    public const string Clients = "app";

    // What the figures of "measured before" were taken with.
    private static readonly string[] Settings =
    [
        "fsync=on", "full_page_writes=on", "synchronous_commit=on", "wal_level=logical", "shared_buffers=512MB",
        "maintenance_work_mem=256MB", "max_wal_size=4GB", "max_sync_workers_per_subscription=2",
        "max_replication_slots=20", "max_wal_senders=20", "max_worker_processes=20", "max_logical_replication_workers=12",
    ];

    private OnlineSite(PostgreSqlServer source, PostgreSqlServer target) => (Source, Target) = (source, target);

    public PostgreSqlServer Source { get; }

    public PostgreSqlServer Target { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("orchestrator-online-").FullName;

    public static async Task<OnlineSite> StartAsync()
    {
        var (source, target) = (PostgreSqlServer.StartAsync(null, Settings), PostgreSqlServer.StartAsync(null, Settings));
        var site = new OnlineSite(await source, await target);
        await site.Source.PsqlAsync("postgres", $"CREATE ROLE {Clients} LOGIN PASSWORD '{site.Source.Password}'");
        await site.Target.PsqlAsync("postgres", $"CREATE ROLE {Clients} LOGIN PASSWORD '{site.Target.Password}'");
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
