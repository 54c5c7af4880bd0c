using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Finds out, after cutover, whether going back to the source would lose nothing: the sync is up, both sides are equal but for what is on its way, and the source is frozen.</summary>
/// <param name="services">What every step needs.</param>
public sealed class CheckWayBack(StepServices services)
{
    /// <summary>The name under which its evidence is kept.</summary>
    public const string StepName = "way-back";

    /// <summary>Registers the activity.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry) => registry.AddActivity<MigrationInput, WayBackStatus>(nameof(CheckWayBack), RunAsync);

    private async Task<WayBackStatus> RunAsync(ActivityRun run, MigrationInput input, CancellationToken cancellation)
    {
        var status = await LookAsync(run.InstanceId, input, cancellation);
        var text = services.Secrets.Redact(DurableJson.Write(status)!);
        await services.Ledger.WriteDocumentAsync(run.InstanceId, MigrationDocuments.Evidence(StepName), text, cancellation);
        await services.Ledger.AppendAsync(new(run.InstanceId, $"{StepName}.{status.CheckedAt:O}", "check", status.CheckedAt, "orchestrator", $"Going back {(status.IsOpen ? "is possible" : "is not possible")}: {services.Secrets.Redact(status.Text)}"), cancellation);
        return status with { Text = services.Secrets.Redact(status.Text) };
    }

    private async Task<WayBackStatus> LookAsync(string id, MigrationInput input, CancellationToken cancellation)
    {
        var scope = StepExecution.CreateScope(services, id, StepName, input);
        try
        {
            var report = await new ObserveSync(services).LookAsync(new(id, input, SyncDirection.Reverse, IsProven: true), cancellation);
            foreach (var component in input.Plan.Data)
                await services.Adapters.Get<IOnlineDataAdapter>(component).ProveFrozenAsync(component, Side.Source, scope, cancellation);
            return Of(report);
        }
        catch (AdapterException error)
        {
            return new(IsOpen: false, error.Message, services.Time.GetUtcNow());
        }
    }

    /// <summary>What a look at the reverse sync says about going back.</summary>
    /// <param name="report">The look.</param>
    /// <returns>Whether going back loses nothing.</returns>
    public static WayBackStatus Of(SyncReport report) => report.IsProven
        ? new(IsOpen: true, $"The source is {report.LagBytes:N0} bytes behind, and everything was found equal.", report.SeenAt)
        : new(IsOpen: false, Why(report), report.SeenAt);

    private static string Why(SyncReport report) => report.Problems.Where(problem => problem.IsBlocking).ToList() is { Count: > 0 } blocking
        ? string.Join("; ", blocking.Select(problem => $"{problem.Subject}: {problem.Problem} ({problem.Remedy})"))
        : "The source does not follow the target, or not everything was found equal yet.";
}
