using Microsoft.Data.Sqlite;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;
using Xunit;

namespace Orchestrator.Engine.Sqlite.Tests;

public sealed class HubFileTests : IDisposable
{
    private readonly TemporaryHub _hub = new();

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task Start_HubOfAnotherProcess_IsRefusedUntilThatProcessDies()
    {
        using var other = await HostProcess.HoldAsync(_hub.Path);
        await using var engine = NewEngine();

        var error = await Assert.ThrowsAsync<HubUnavailableException>(() => engine.StartAsync());
        other.Kill();
        await other.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await engine.StartAsync();

        Assert.Contains("in use by another orchestrator process", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task Start_HubOfAnotherEngineInThisProcess_IsRefusedUntilItStops()
    {
        await using var first = NewEngine();
        await first.StartAsync();
        await using var second = NewEngine();

        await Assert.ThrowsAsync<HubUnavailableException>(() => second.StartAsync());
        await first.StopAsync();
        await second.StartAsync();

        Assert.True(second.Health.IsHealthy);
    }

    [Fact]
    public async Task Start_ReadOnlyHubFile_IsRefusedWithRemedy()
    {
        await using (var engine = NewEngine())
            await engine.StartAsync();
        File.SetAttributes(_hub.Path, FileAttributes.ReadOnly);
        await using var again = NewEngine();

        var error = await Assert.ThrowsAsync<HubUnavailableException>(() => again.StartAsync());

        Assert.Equal($"The hub file '{_hub.Path}' is read-only.", error.Message);
        File.SetAttributes(_hub.Path, FileAttributes.Normal);
        await again.StartAsync();
    }

    [Fact]
    public async Task Start_FolderThatCannotBeMade_IsRefused()
    {
        var file = Path.Combine(_hub.Folder, "a-file");
        await File.WriteAllTextAsync(file, "");
        await using var engine = new SqliteEngine(new() { HubPath = Path.Combine(file, "hub.db") }, new());

        var error = await Assert.ThrowsAsync<HubUnavailableException>(() => engine.StartAsync());

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileThatIsNoHub_IsRefused()
    {
        await File.WriteAllTextAsync(_hub.Path, new string('x', 8_192));
        await using var engine = NewEngine();

        var error = await Assert.ThrowsAsync<HubUnavailableException>(() => engine.StartAsync());

        Assert.Contains("not a hub file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NewerFormat_IsRefused()
    {
        await using (var engine = NewEngine())
            await engine.StartAsync();
        Execute("UPDATE hub SET format = 99");
        await using var again = NewEngine();

        var error = await Assert.ThrowsAsync<HubUnavailableException>(() => again.StartAsync());

        Assert.Contains("has format 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_EpochTakenByAnotherHost_IsFenced()
    {
        var registry = new DurableRegistry().AddOrchestration("Quick", _ => Task.FromResult(1));
        await using var engine = NewEngine(registry);
        await engine.StartAsync();

        Execute("UPDATE hub SET epoch = epoch + 1");

        var error = await Assert.ThrowsAsync<HubUnavailableException>(() => engine.StartAsync(new StartOrchestration("Quick")));
        Assert.Contains("taken over", error.Message, StringComparison.Ordinal);
        Assert.False(engine.Health.IsHealthy);
        Assert.Null((await engine.QueryAsync(new())).Instances.SingleOrDefault());
    }

    [Fact]
    public async Task Write_FileBusyForAWhile_IsTriedAgainAndHealthSaysSo()
    {
        var registry = new DurableRegistry().AddOrchestration("Quick", _ => Task.FromResult(1));
        await using var engine = NewEngine(registry);
        await engine.StartAsync();
        using var backup = new SqliteConnection($"Data Source={_hub.Path};Pooling=false");
        backup.Open();
        using var transaction = backup.BeginTransaction(deferred: false);

        var started = engine.StartAsync(new StartOrchestration("Quick"));
        await UntilAsync(() => !engine.Health.IsHealthy);
        transaction.Rollback();
        await engine.WaitForCompletionAsync(await started.WaitAsync(TimeSpan.FromSeconds(60))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(engine.Health.IsHealthy);
    }

    [Fact]
    public void OpenForWriting_Settings_AreWalAndFull()
    {
        var (connection, epoch) = HubFile.OpenForWriting(_hub.Path);
        using (connection)
        {
            var journal = connection["PRAGMA journal_mode"];
            journal.Read();
            var synchronous = connection["PRAGMA synchronous"];
            synchronous.Read();

            Assert.Equal("wal", journal.Text(0));
            Assert.Equal(2, synchronous.Int(0));
            Assert.Equal(1, epoch);
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
            await Task.Delay(5, bound.Token);
    }

    private SqliteEngine NewEngine(DurableRegistry? registry = null) => new(new() { HubPath = _hub.Path }, registry ?? new());

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_hub.Path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
