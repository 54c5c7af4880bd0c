using System.Globalization;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>
/// The one job of a component. Its definition bears a name that no other migration uses, so that every run of it is this
/// migration's: one whose start was not answered is found, and no second one is started beside it.
/// </summary>
/// <param name="request">The component.</param>
/// <param name="arm">The step.</param>
internal sealed class StorageMoverJob(StorageMoverRequest request, ArmSession arm)
{
    private const string Version = StorageMoverRequest.Version;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "storageMover"));

    private string FileName => $"{request.Job}.json";

    private string What => $"Storage Mover job {request.Job}";

    /// <summary>Copies what a ledger names, and more if there is more: the proof tells.</summary>
    /// <param name="ledger">The ledger's seal.</param>
    /// <param name="target">The target, prepared.</param>
    /// <param name="cancellation">Gives up looking; the job goes on.</param>
    /// <returns>A task that completes when a run has ended well.</returns>
    /// <exception cref="OperationPendingException">It runs.</exception>
    /// <exception cref="AdapterException">It failed, or files did; the next run starts the job anew.</exception>
    public async Task RunAsync(LedgerSeal ledger, ITreeTarget target, CancellationToken cancellation)
    {
        await target.OpenAsync(isToBeEmptied: false, cancellation);
        var state = _files.Read<StorageMoverState>(FileName);
        if (state?.Ledger != ledger.Sha256)
            state = await BeginAsync(ledger, target, cancellation);
        if (state.IsDone)
            return;
        var run = state.Run ?? await FindRunAsync(state, cancellation) ?? await StartAsync(state, cancellation);
        state = state with { Run = run };
        _files.Write(FileName, state);
        await FollowAsync(state, run, ledger, cancellation);
        _files.Write(FileName, state with { IsDone = true });
    }

    /// <summary>Stops what runs, removes the job's definition and forgets it. Fine when there is none.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    /// <exception cref="OperationPendingException">It is being stopped.</exception>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        if (await arm.FindAsync(request.JobId, Version, cancellation) is not null)
        {
            await StopAsync(cancellation);
            await arm.RunAsync(new()
            {
                Key = $"storageMover.{request.Job}.delete",
                What = $"Removing the {What}",
                Start = stop => arm.DeleteAsync(request.JobId, Version, stop),
                Probe = stop => arm.ProbeGoneAsync(request.JobId, Version, stop),
            }, cancellation);
        }

        _files.Remove(FileName);
    }

    // What an earlier ledger's run still copies, and what it put there, is not what is wanted now.
    private async Task<StorageMoverState> BeginAsync(LedgerSeal ledger, ITreeTarget target, CancellationToken cancellation)
    {
        var isThere = await arm.FindAsync(request.JobId, Version, cancellation) is not null;
        if (isThere)
            await StopAsync(cancellation);
        else
            await DefineAsync(cancellation);
        await target.OpenAsync(isToBeEmptied: true, cancellation);
        var over = isThere ? (await RunsAsync(cancellation)).Select(run => run.Text("name")!).ToList() : [];
        var state = new StorageMoverState { Ledger = ledger.Sha256, Over = over };
        _files.Write(FileName, state);
        return state;
    }

    private async Task DefineAsync(CancellationToken cancellation)
    {
        if (await arm.FindAsync(request.ProjectId, Version, cancellation) is null)
            await arm.PutAsync(request.ProjectId, Version, new { properties = new { description = "Migrations of the Orchestrator" } }, cancellation);
        await arm.PutAsync(request.JobId, Version, new
        {
            properties = new
            {
                description = $"Migration {arm.Scope.MigrationId}",
                copyMode = "Additive",
                sourceName = request.SourceKeys.Endpoint,
                sourceSubpath = request.SourceKeys.Subpath,
                targetName = request.TargetKeys.Endpoint,
                targetSubpath = request.Target.Folder.Length == 0 ? null : request.Target.Folder,
                agentName = request.Settings.Agent,
            },
        }, cancellation);
    }

    private async Task<List<JsonElement>> RunsAsync(CancellationToken cancellation)
    {
        var runs = new List<JsonElement>();
        await foreach (var run in arm.ListAsync($"{request.JobId}/jobRuns", Version, cancellation))
            runs.Add(run);
        return runs;
    }

    private async Task<string?> FindRunAsync(StorageMoverState state, CancellationToken cancellation) =>
        (await RunsAsync(cancellation)).Select(run => run.Text("name")).FirstOrDefault(name => name is not null && !state.Over.Contains(name));

    private async Task<string> StartAsync(StorageMoverState state, CancellationToken cancellation)
    {
        try
        {
            var answer = await arm.PostAsync($"{request.JobId}/startJob", Version, null, cancellation);
            arm.Connector.Logger.OperationStarted(arm.Scope.MigrationId, What);
            return answer.Body.Text("jobRunResourceId")!.Split('/')[^1];
        }
        catch (AdapterException)
        {
            // Taken on, and only the answer lost; or refused because one that the list did not show yet is active.
            if (await FindRunAsync(state, cancellation) is { } found)
                return found;
            throw;
        }
    }

    private async Task FollowAsync(StorageMoverState state, string name, LedgerSeal ledger, CancellationToken cancellation)
    {
        var run = (await arm.GetAsync(ResourceIds.Child(request.JobId, "jobRuns", name), Version, cancellation)).Body;
        arm.Scope.Progress.Report(new(Number(run, "bytesTransferred"), ledger.SizeBytes, "bytes"));
        var (status, failed) = (run.Text("properties", "status"), Number(run, "itemsFailed"));
        if (status == "Succeeded" && failed == 0)
            return;
        if (IsActive(status))
            throw new OperationPendingException($"{What}: {status}; {Counts(run)}", Look);
        _files.Write(FileName, state with { Run = null, Over = [.. state.Over, name] });
        throw status switch
        {
            "Succeeded" => new AdapterException($"{failed} item(s) failed; {Counts(run)}", What, "The step is tried again and copies what is missing; the copy log of the run names the files", isTransient: true),
            "Canceled" => new AdapterException($"somebody stopped it; {Counts(run)}", What, "Retry the step when it may run", isTransient: false),
            _ => ArmErrors.Ended(ArmFailure.Of(run.Find("properties", "error") ?? default, 0), $"{What} ({Counts(run)})"),
        };
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        if (await FindActiveAsync(cancellation) is not { } active)
            return;
        if (active.Text("properties", "status") is not ("CancelRequested" or "Canceling"))
            await RequestStopAsync(cancellation);
        if (await FindActiveAsync(cancellation) is { } still)
            throw new OperationPendingException($"{What}: is being stopped; {Counts(still)}", Look);
    }

    // It may have ended by itself in between.
    private async Task RequestStopAsync(CancellationToken cancellation)
    {
        try
        {
            await arm.PostAsync($"{request.JobId}/stopJob", Version, null, cancellation);
        }
        catch (AdapterException)
        {
            if (await FindActiveAsync(cancellation) is not null)
                throw;
        }
    }

    private async Task<JsonElement?> FindActiveAsync(CancellationToken cancellation)
    {
        foreach (var run in await RunsAsync(cancellation))
        {
            if (IsActive(run.Text("properties", "status")))
                return run;
        }

        return null;
    }

    private static bool IsActive(string? status) => status is not ("Succeeded" or "Failed" or "Canceled");

    private static string Counts(JsonElement run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number(run, "itemsTransferred"):N0} of {Number(run, "itemsScanned"):N0} items found so far are copied, {Number(run, "bytesTransferred"):N0} bytes, {Number(run, "itemsFailed"):N0} failed");

    private static long Number(JsonElement run, string name) =>
        run.Find("properties", name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;
}
