using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans.Assessment;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans;

/// <summary>Looks at a migration before it is started: readiness, strategy, amounts, time. Changes nothing.</summary>
/// <param name="adapters">The adapters of the host.</param>
/// <param name="ledger">Where earlier migrations and rehearsals left their durations.</param>
/// <param name="time">The clock.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class PlanAssessor(AdapterCatalog adapters, IMigrationLedger ledger, TimeProvider time)
{
    private static readonly TimeSpan LongestPreview = TimeSpan.FromMinutes(2);

    /// <summary>Assesses a plan.</summary>
    /// <param name="scope">The plan, secrets and a folder; its step may have any name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Everything found at once; a source or target that cannot be reached is a blocking finding and not an error.</returns>
    public async Task<PlanAssessment> AssessAsync(StepScope scope, CancellationToken cancellation)
    {
        var plan = scope.Plan;
        var choice = StrategyChooser.Choose(plan);
        List<Finding> findings = [.. await PreviewAsync(scope, cancellation)];
        var data = new List<DataEstimate>();
        foreach (var component in plan.Data)
        {
            findings.AddRange(await LookAsync(component, scope, data, cancellation));
        }

        var measured = await ReadDurationsAsync(plan.Name, cancellation);
        var assessment = TimeEstimator.Estimate(new PlanAssessment(plan.Name, PlanHash.Compute(plan), choice.Strategy, choice.Why) { Data = data }, plan, measured);
        findings.AddRange(DowntimeFindings.For(assessment, plan, time.GetUtcNow()));
        return assessment with
        {
            Findings = [.. findings.OrderByDescending(finding => finding.IsBlocking)],
            NextWindow = DowntimeFindings.NextWindow(plan, time.GetUtcNow()),
        };
    }

    // No durable timer waits here: somebody does, who is told to come back when it takes too long.
    private async Task<IReadOnlyList<Finding>> PreviewAsync(StepScope scope, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; ;)
        {
            try
            {
                return await InfrastructureReadiness.LookAsync(adapters, scope, cancellation);
            }
            catch (OperationPendingException pending) when (waited + pending.LookAgainAfter <= LongestPreview)
            {
                waited += pending.LookAgainAfter;
                await Task.Delay(pending.LookAgainAfter, time, cancellation);
            }
            catch (OperationPendingException pending)
            {
                return [NotKnownYet("infrastructure", "what it changes", pending, scope)];
            }
            catch (AdapterException error)
            {
                return [Blocking(error, scope)];
            }
        }
    }

    private static Finding NotKnownYet(string subject, string what, OperationPendingException pending, StepScope scope) =>
        new(subject, $"{what} is not known yet: {scope.Secrets.Redact(pending.Message)}", "Assess the plan again in some minutes", IsBlocking: false);

    private static Finding Blocking(AdapterException error, StepScope scope) =>
        new(scope.Secrets.Redact(error.Subject), scope.Secrets.Redact(error.Problem), error.Remedy, IsBlocking: true);

    private async Task<IReadOnlyList<Finding>> LookAsync(DataComponent component, StepScope scope, List<DataEstimate> data, CancellationToken cancellation)
    {
        try
        {
            var adapter = adapters.Get<IDataAdapter>(component);
            var size = await adapter.MeasureAsync(component, Side.Source, scope, cancellation);
            data.Add(new DataEstimate(component.Name, size.SizeBytes, size.ObjectCount));
            return await DataReadiness.LookAsync(adapters, component, scope, cancellation);
        }
        catch (OperationPendingException pending)
        {
            return [NotKnownYet($"data '{component.Name}'", "whether it can be moved", pending, scope)];
        }
        catch (AdapterException error)
        {
            return [Blocking(error, scope)];
        }
    }

    private async Task<IReadOnlyDictionary<string, TimeSpan>> ReadDurationsAsync(string workload, CancellationToken cancellation) =>
        DurableJson.Read<Dictionary<string, TimeSpan>>(await ledger.ReadDocumentAsync(MigrationDocuments.Workload(workload), MigrationDocuments.Durations, cancellation)) ?? [];
}
