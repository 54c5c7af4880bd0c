using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>
/// The one job of a component. azcopy keeps its plan in a folder that no other job uses: a job that a kill left there is
/// resumed, also when its id had not been stored yet, and a second one is never begun beside it.
/// </summary>
/// <param name="runner">Runs azcopy.</param>
/// <param name="request">Where from and where to.</param>
/// <param name="scope">The step.</param>
internal sealed class AzCopyJob(ICommandRunner runner, AzCopyRequest request, StepScope scope)
{
    private const string StateName = "job.json";

    // What azcopy says of a job whose list of files was not complete when it was killed: nothing can be resumed of it.
    private const string NotOrdered = "hasn't been ordered completely";

    private static readonly string[] Refusals = ["AuthorizationPermissionMismatch", "AuthorizationFailure", "AuthenticationFailed", "no SAS token or OAuth token"];

    private readonly string _folder = Path.Combine(scope.WorkFolder, "azCopy", request.Name);

    private JournalFiles Files => new(_folder);

    private string Plans => Path.Combine(_folder, "plans");

    private CommandRequest Command => new(request.Settings.Command, $"azCopy.{request.Name}");

    /// <summary>Copies what a ledger names.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="target">The target, prepared.</param>
    /// <param name="cancellation">Ends azcopy; the next run resumes.</param>
    /// <returns>A task that completes when the job has ended well.</returns>
    /// <exception cref="AdapterException">It could not, or files failed.</exception>
    public async Task RunAsync(TreeLedger ledger, ITreeTarget target, CancellationToken cancellation)
    {
        var wanted = new AzCopyState { Ledger = ledger.ReadSeal().Sha256, Target = target.Location };
        var state = Files.Read<AzCopyState>(StateName);
        if (state?.Ledger != wanted.Ledger || state.Target != wanted.Target)
            state = await BeginAsync(wanted, target, cancellation);
        if (state.IsDone)
            return;
        await target.OpenAsync(isToBeEmptied: false, cancellation);
        if (!await TryResumeAsync(state.JobId ?? FindPlan(), wanted, cancellation))
        {
            await BeginAsync(wanted, target, cancellation);
            await CopyAsync(ledger, wanted, cancellation);
        }

        Files.Write(StateName, (Files.Read<AzCopyState>(StateName) ?? wanted) with { IsDone = true });
    }

    /// <summary>Ends what runs of the job and forgets it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing writes to the target any more.</returns>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(_folder))
            return;
        await runner.StopAsync(Command, scope, cancellation);
        Directory.Delete(_folder, recursive: true);
    }

    // What an earlier job put there may be of files that are gone from the source.
    private async Task<AzCopyState> BeginAsync(AzCopyState wanted, ITreeTarget target, CancellationToken cancellation)
    {
        await ForgetAsync(cancellation);
        await target.OpenAsync(isToBeEmptied: true, cancellation);
        Directory.CreateDirectory(Plans);
        Files.Write(StateName, wanted);
        return wanted;
    }

    private async Task<bool> TryResumeAsync(string? jobId, AzCopyState state, CancellationToken cancellation)
    {
        if (jobId is null)
            return false;
        var (report, outcome) = await RunAsync(["jobs", "resume", jobId], state, cancellation);
        var text = report.Problems + outcome.Output + outcome.ErrorOutput;
        if (outcome.ExitCode != 0 && report.Status is null && text.Contains(NotOrdered, StringComparison.Ordinal))
            return false;
        Judge(report, outcome);
        return true;
    }

    private async Task CopyAsync(TreeLedger ledger, AzCopyState state, CancellationToken cancellation)
    {
        var (report, outcome) = await RunAsync(
        [
            "copy", request.Tree.Path, state.Target, $"--list-of-files={ledger.PathsPath}", "--recursive=true", "--as-subdir=false",
            "--overwrite=true", "--put-md5=true", "--check-length=true", "--log-level=WARNING",
            .. request.Target.IsShare ? Array.Empty<string>() : ["--blob-type=BlockBlob"],
        ], state, cancellation);
        Judge(report, outcome);
    }

    private async Task<(AzCopyReport Report, CommandOutcome Outcome)> RunAsync(string[] arguments, AzCopyState state, CancellationToken cancellation)
    {
        var report = new AzCopyReport(job => Files.Write(StateName, state with { JobId = job }), scope.Progress);
        var outcome = await runner.RunAsync(Command with
        {
            Arguments = [.. arguments, "--output-type=json"],
            TimeLimit = request.Settings.TimeLimit,
            OnLine = report.Read,
            Environment = new Dictionary<string, string>
            {
                ["AZCOPY_AUTO_LOGIN_TYPE"] = request.Settings.Login.ToString().ToUpperInvariant(),
                ["AZCOPY_JOB_PLAN_LOCATION"] = Plans,
                ["AZCOPY_LOG_LOCATION"] = Path.Combine(_folder, "logs"),
                ["AZCOPY_DISABLE_SYSLOG"] = "true",
            },
        }, scope, cancellation);
        return (report, outcome);
    }

    // Plans are files JOBID--PART.steVN.
    private string? FindPlan() => Directory.Exists(Plans)
        ? Directory.EnumerateFiles(Plans).Select(file => Path.GetFileName(file).Split("--")[0]).FirstOrDefault(name => Guid.TryParse(name, out _))
        : null;

    // Skipped files are no failure here: whether they are right is what the proof tells.
    private void Judge(AzCopyReport report, CommandOutcome outcome)
    {
        if (outcome.ExitCode == 0 && report.Status is "Completed" or "CompletedWithSkipped")
            return;
        var told = report.Problems.Length > 0 ? report.Problems : Scrubber.Clean(scope.Secrets.Redact(outcome.ErrorOutput));
        throw report.Status switch
        {
            "CompletedWithErrors" or "CompletedWithErrorsAndSkipped" => Error($"{report.Failed} file(s) failed: {told}", "The step is tried again and copies these alone", isTransient: true),
            "Cancelled" or "Cancelling" or "InProgress" or "Paused" => Error("it was stopped before it was done", "The step is tried again and resumes the job", isTransient: true),
            _ when IsForbidden(told) => Error($"it may not: {told}", $"Give the identity the role: az role assignment create --role '{request.Target.Role}' --assignee IDENTITY --scope ACCOUNT; 'login: {request.Settings.Login.ToString().ToLowerInvariant()}' says whose it is", isTransient: false),
            "Failed" => Error($"the job failed: {told}", "The step is tried again", isTransient: true),
            null => Error($"azcopy ended with exit code {outcome.ExitCode} before the job began: {told}", "See what it says, then retry the step", isTransient: false),
            { } other => Error($"the job ended as {other} with exit code {outcome.ExitCode}: {told}", "See what it says, then retry the step", isTransient: false),
        };
    }

    private static bool IsForbidden(string text) =>
        Refusals.Any(code => text.Contains(code, StringComparison.OrdinalIgnoreCase));

    private AdapterException Error(string problem, string remedy, bool isTransient) => new(
        problem, $"azcopy for data '{request.Name}'", $"{remedy}; its logs are in {Path.Combine(_folder, "logs")}", isTransient);
}
