using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests;

/// <summary>A test with databases and a migration of its own.</summary>
[Collection(ServerPair.Collection)]
public abstract class PostgreSqlTest(ServerPair servers) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pg-test-").FullName;
    private readonly string _migrationId = $"m-{Guid.NewGuid():N}";

    protected static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    protected ServerPair Servers { get; } = servers;

    internal PostgreSqlDataAdapter Adapter { get; } = new(NullLogger<PostgreSqlDataAdapter>.Instance);

    protected string Database { get; private set; } = "";

    protected string BackupFolder => Directory.CreateDirectory(Path.Combine(_folder, "backup")).FullName;

    /// <summary>Whether the test has a source of its own, which is a copy of the nasty one.</summary>
    protected virtual bool NeedsSource => true;

    protected DataComponent Component { get; set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Database = Servers.NewName();
        if (NeedsSource)
            await Servers.CopyAsync("nasty", Database);
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), Servers.Target.Url(Database));
    }

    public virtual Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public static DataComponent Describe(string source, string target, object? settings = null) => new()
    {
        Name = "db",
        Kind = "postgresql",
        Source = JsonSerializer.SerializeToElement(new { connection = source }),
        Target = JsonSerializer.SerializeToElement(new { connection = target }),
        Settings = JsonSerializer.SerializeToElement(settings ?? new { parallelism = 2 }).Deserialize<Dictionary<string, JsonElement>>()!,
    };

    public static string Quoted(string database) => $"'{database.Replace("'", "''", StringComparison.Ordinal)}'";

    protected StepScope Scope(string step = "step", bool isRehearsal = false) =>
        TestScope.Create(Component, Path.Combine(_folder, "work"), step, isRehearsal, _migrationId);

    protected async Task MigrateAsync(StepScope? scope = null)
    {
        await Adapter.BackUpAsync(Component, BackupFolder, scope ?? Scope(), Patience);
        await Adapter.PrepareTargetAsync(Component, scope ?? Scope(), Patience);
        await Adapter.RestoreAsync(Component, BackupFolder, scope ?? Scope(), Patience);
    }

    protected Task<string> OnSourceAsync(string sql) => Servers.Source.PsqlAsync(ConnectionInfo(Database), sql);

    protected Task<string> OnTargetAsync(string sql) => Servers.Target.PsqlAsync(ConnectionInfo(Database), sql);

    /// <summary>A database name that psql does not take for a connection string.</summary>
    public static string ConnectionInfo(string database) =>
        $"dbname='{database.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
