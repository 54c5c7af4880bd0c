using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Targets;
using Orchestrator.Adapters.PostgreSql.Tools;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>One step's work on one component: its settings read and its secrets resolved.</summary>
internal sealed class Job
{
    private Job(DataComponent component, StepScope scope, ILogger logger)
    {
        Component = component;
        Scope = scope;
        Logger = logger;
        Name = JobName.Of(scope, component);
        Settings = component.ReadSettings<PostgreSqlSettings>();
    }

    public DataComponent Component { get; }

    public StepScope Scope { get; }

    public ILogger Logger { get; }

    /// <summary>The application name of everything that works for this migration and component.</summary>
    public string Name { get; }

    public PostgreSqlSettings Settings { get; }

    public required Endpoint Source { get; init; }

    /// <summary>The target; in a rehearsal its copy.</summary>
    public required Endpoint Target { get; init; }

    /// <summary>A database that exists on the target's server.</summary>
    public required Endpoint Maintenance { get; init; }

    /// <summary>A database beside the source, on its server.</summary>
    public required Endpoint SourceMaintenance { get; init; }

    /// <summary>The migration and component, for people and for marks on the servers.</summary>
    public string Owner => $"{Scope.MigrationId}/{Component.Name}";

    public TargetDatabase TargetDatabase => new(Target, Maintenance, Name, Owner);

    /// <summary>One of the two databases.</summary>
    public Endpoint On(Side side) => side is Side.Source ? Source : Target;

    /// <summary>Reads the plan's part and resolves its secrets.</summary>
    public static async Task<Job> ReadAsync(DataComponent component, StepScope scope, ILogger logger, CancellationToken cancellation)
    {
        var settings = component.ReadSettings<PostgreSqlSettings>();
        var target = component.Target.ReadSettings<PostgreSqlTargetSettings>();
        var origin = component.Source.ReadSettings<PostgreSqlSourceSettings>();
        var source = await ResolveAsync(origin.Connection, Side.Source);
        var named = await ResolveAsync(target.Connection, Side.Target);
        return new Job(component, scope, logger)
        {
            Source = source,
            SourceMaintenance = source.With(source.Database == origin.MaintenanceDatabase ? "template1" : origin.MaintenanceDatabase),
            Target = named.With(scope.TargetName(named.Database)),
            Maintenance = named.With(target.MaintenanceDatabase),
        };

        async Task<Endpoint> ResolveAsync(string connection, Side side)
        {
            var text = await scope.ExpandAsync(connection, cancellation);
            var parsed = ConnectionText.Parse(text, $"{side} of component {component.Name}".ToLowerInvariant());
            parsed.Timeout = (int)settings.ConnectTimeout.TotalSeconds;
            return new Endpoint(parsed, settings.LockTimeout);
        }
    }

    /// <summary>Ends what a killed run left running, here and on both servers.</summary>
    public Task EndLeftoversAsync(CancellationToken cancellation) => Leftovers.EndAsync(Name, [Source, Maintenance], cancellation);

    /// <summary>Runs a program and turns its failure into an error that says what to do.</summary>
    public async Task RunAsync(string program, Endpoint endpoint, IReadOnlyList<string> arguments, ObjectProgress progress, CancellationToken cancellation)
    {
        Log.ToolStarted(Logger, program, endpoint.Subject, Scope.OperationId);
        await using var session = await Source.OpenAsync(Name, cancellation);
        var run = new ToolRun(ToolFinder.Get(session.Major), program, endpoint, Name) { OnLine = progress.Hear };
        await WatchAsync(endpoint, progress, async () => await run.RunAsync(arguments, cancellation)
            ? 0
            : throw ToolErrors.Explain(program, endpoint.Subject, Scope.Secrets.Redact(run.Errors)), cancellation);
        progress.Finish();
    }

    /// <summary>Does something on a database; when it fails for a lock, the error names the table and who holds it.</summary>
    public async Task<T> WatchAsync<T>(Endpoint endpoint, ObjectProgress? progress, Func<Task<T>> work, CancellationToken cancellation)
    {
        var monitor = new JobMonitor(endpoint, Name, progress);
        try
        {
            return await monitor.WatchAsync(work, cancellation);
        }
        catch (AdapterException error) when (monitor.LastBlocked.Length > 0 && ToolErrors.IsLockTimeout(error.Message))
        {
            throw new AdapterException($"a table is locked: {monitor.LastBlocked}", endpoint.Subject,
                "End that session (SELECT pg_terminate_backend(PROCESS)) or raise lockTimeout, then retry", isTransient: true, error);
        }
    }
}
