using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Contracts.World;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Freezing;

/// <summary>What a server writes out ahead of a freeze.</summary>
public sealed class CheckpointTests(ServerPair servers) : FreezeTest(servers)
{
    [Fact]
    public async Task Run_DirtyPages_AreWrittenOut()
    {
        await OnSourceAsync("CREATE TABLE dirty AS SELECT generate_series(1, 1000) AS id");
        var written = await OnSourceAsync("SELECT pg_current_wal_lsn()");
        await new Checkpoint(await JobAsync(), (await JobAsync()).Source).RunAsync(Patience);
        Assert.Equal("t", await Servers.Source.PsqlAsync("postgres", $"SELECT redo_lsn >= '{written}' FROM pg_control_checkpoint()"));
    }

    [Fact]
    public async Task Run_WithoutTheRight_IsLeftOutAndLogged()
    {
        var weak = $"weak_{Guid.NewGuid():N}";
        await Servers.Source.PsqlAsync("postgres", $"CREATE ROLE {weak} LOGIN PASSWORD 'weak'");
        try
        {
            var logged = new LoggedEvents();
            Component = Describe($"postgres://{weak}:weak@127.0.0.1:{Servers.Source.Port}/postgres", Servers.Target.Url("postgres"));
            var job = await Job.ReadAsync(Component, Scope(), logged, Patience);
            await new Checkpoint(job, job.Source).RunAsync(Patience);
            Assert.Contains("no checkpoint ahead of the freeze", Assert.Single(logged.Of("CheckpointLeftOut")), StringComparison.Ordinal);
        }
        finally
        {
            await Servers.Source.PsqlAsync("postgres", $"DROP ROLE {weak}");
        }
    }
}
