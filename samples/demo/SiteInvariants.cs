using System.Diagnostics;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Demo;

/// <summary>Looks from outside whether exactly one side takes writes, users are there, and nothing is left that should not be.</summary>
internal static class SiteInvariants
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MovingAtMost = TimeSpan.FromMinutes(3);

    private const string Write = "begin; update customers set name = name where false; rollback; select 'writable'";

    private const string LeftOver = """
        select string_agg(name, ' ' order by name) from (
            select 'slot ' || slot_name as name from pg_replication_slots
            union all select 'subscription ' || subname from pg_subscription) as what
        """;

    /// <summary>Finds what does not hold. What is being tidied up gets a moment, and so does a migration that goes on while it is looked at.</summary>
    public static async Task<IReadOnlyList<string>> FindBrokenAsync(DemoSite site, Func<Task<MigrationStatus>> readStatus, CancellationToken stop)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var status = await readStatus();
            var broken = await LookAsync(site, status);
            var isMoving = (await readStatus()).Revision != status.Revision || status.WritesFrozenSince is not null;
            if (isMoving ? since.Elapsed > MovingAtMost : broken.Count == 0 || since.Elapsed > Settling)
                return broken;
            await Task.Delay(200, stop);
        }
    }

    private static async Task<IReadOnlyList<string>> LookAsync(DemoSite site, MigrationStatus status)
    {
        var isAtTarget = status.State == MigrationState.CutOver;
        var broken = new List<string>();
        void Require(bool holds, string otherwise)
        {
            if (!holds)
                broken.Add($"{status.Id} is {status.State}, and {otherwise}");
        }

        Require(status.Traffic == (isAtTarget ? Side.Target : Side.Source), $"its status says that users are at the {status.Traffic}");
        Require(await IsWritableAsync(site.Source) != isAtTarget, "the source is on the wrong side of its freeze");
        if (isAtTarget)
            Require(await IsWritableAsync(site.Target), "the target cannot be written to");
        else
            Require(await LeftAsync(site) is "", $"replication is left: {await LeftAsync(site)}");
        return broken;
    }

    private static async Task<bool> IsWritableAsync(PostgreSqlServer server)
    {
        try
        {
            return (await server.PsqlAsync("orders", Write)).EndsWith("writable", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<string> LeftAsync(DemoSite site) =>
        $"{await site.Source.PsqlAsync("postgres", LeftOver)} {await site.Target.PsqlAsync("postgres", LeftOver)}".Trim();
}
