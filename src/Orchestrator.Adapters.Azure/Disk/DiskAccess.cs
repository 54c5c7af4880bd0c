using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>
/// Access to the content of one disk or snapshot. Azure's grant is a shared access signature, a secret: it lives in memory
/// alone, and every run that needs it asks for it anew.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="id">The id of the disk or snapshot.</param>
internal sealed class DiskAccess(DiskJob job, string id)
{
    private const int MostRefusals = 3;
    private static readonly TimeSpan Duration = TimeSpan.FromDays(1);

    private readonly string _name = id[(id.LastIndexOf('/') + 1)..];

    private string RefusalsFile => $"refusals-{_name}.json";

    private LongOperation Granting(string access) => new()
    {
        Key = job.Key($"access.{_name}.{access}"),
        What = $"Opening the content of {_name} ({access})",
        Start = cancellation => job.Arm.PostAsync($"{id}/beginGetAccess", DiskJob.DiskVersion, new { access, durationInSeconds = (int)Duration.TotalSeconds }, cancellation),
        // Asking twice grants twice; only while Azure works on the disk it has to wait.
        Probe = async cancellation => await job.Arm.ProbeMadeAsync(id, DiskJob.DiskVersion, _ => false, cancellation),
    };

    private LongOperation Revoking => new()
    {
        Key = job.Key($"access.{_name}.end"),
        What = $"Closing the content of {_name}",
        Start = cancellation => job.Arm.PostAsync($"{id}/endGetAccess", DiskJob.DiskVersion, null, cancellation),
        Probe = async cancellation => await job.Arm.FindAsync(id, DiskJob.DiskVersion, cancellation) is null
            ? OperationProbe.Done
            : await job.Arm.ProbeMadeAsync(id, DiskJob.DiskVersion, found => !IsOpen(found), cancellation),
    };

    /// <summary>Whether somebody has access to the content of a disk or snapshot.</summary>
    /// <param name="resource">The disk or snapshot.</param>
    /// <returns>Whether somebody has.</returns>
    public static bool IsOpen(ArmAnswer resource) => resource.Body.Text("properties", "diskState") is "ActiveSAS" or "ActiveUpload" or "ActiveSASFrozen";

    /// <summary>Opens the content.</summary>
    /// <param name="access"><c>Read</c> or <c>Write</c>.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>The access: a secret.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    public async Task<Uri> OpenAsync(string access, CancellationToken cancellation)
    {
        // Its end that was asked for before must not pass for the end of this one.
        await job.Arm.SettleAsync(Revoking, cancellation);
        var answer = await job.Arm.RunAsync(Granting(access), cancellation);
        var grant = answer?.Body.Text("properties", "output", "accessSAS") ?? answer?.Body.Text("accessSAS");
        return Uri.TryCreate(grant, UriKind.Absolute, out var url)
            ? url
            : throw new OperationPendingException($"The access to {_name} that Azure granted is lost; it is asked for anew", TimeSpan.FromSeconds(1));
    }

    /// <summary>Ends every access to the content. Fine when there is none, or when the disk is gone.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nobody has access.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        await job.Arm.SettleAsync(Granting("Read"), cancellation);
        await job.Arm.SettleAsync(Granting("Write"), cancellation);
        await job.Arm.RunAsync(Revoking, cancellation);
    }

    /// <summary>Notes that the store did not honour an access, and says what comes next.</summary>
    /// <param name="wasUsed">Whether it had honoured it before.</param>
    /// <returns>What to throw.</returns>
    public Exception Refused(bool wasUsed)
    {
        var refusals = wasUsed ? 0 : 1 + (job.Notes.Read<Refusals>(RefusalsFile)?.Times ?? 0);
        job.Notes.Write(RefusalsFile, new Refusals(refusals));
        if (refusals < MostRefusals)
            return new OperationPendingException($"The access to {_name} has expired; it is asked for anew, and what was done is kept", TimeSpan.FromSeconds(1));
        job.Notes.Remove(RefusalsFile);
        return new AdapterException(
            $"the store refuses the access that Azure has just granted, {refusals} times in a row", job.Subject,
            $"Check that this host may reach the content, and its clock: az disk show --ids {id} --query networkAccessPolicy", isTransient: false);
    }

    private sealed record Refusals(int Times);
}
