using System.Net;
using Azure;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Explains what the store of a disk's content answers. Nothing of the access, which is a secret, is in an error.</summary>
internal static class DiskErrors
{
    /// <summary>Runs something and explains its errors; that an access has expired is left to the caller.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="job">The job.</param>
    /// <param name="subject">What it works on.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The result.</returns>
    /// <exception cref="OperationPendingException">The store asks to wait.</exception>
    /// <exception cref="AdapterException">It failed.</exception>
    public static async Task<T> ExplainAsync<T>(DiskJob job, string subject, Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await BlobErrors.ExplainAsync(subject, async () =>
            {
                try
                {
                    return await work();
                }
                catch (RequestFailedException refused) when (Explain(job, refused, subject) is { } explained && !cancellation.IsCancellationRequested)
                {
                    throw explained;
                }
            }, cancellation);
        }
        catch (AdapterException error) when (error.InnerException is RequestFailedException)
        {
            // Without the cause: it quotes the request's headers and what the store says of the signature.
            throw new AdapterException(error.Problem, error.Subject, error.Remedy, error.IsTransient);
        }
    }

    /// <summary>Whether the store no longer honours an access: it has expired, or was taken away.</summary>
    /// <param name="error">What the store answered.</param>
    /// <returns>Whether it does not.</returns>
    public static bool IsExpired(RequestFailedException error) => error.Status is (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.Unauthorized;

    private static OrchestratorException? Explain(DiskJob job, RequestFailedException refused, string subject) => refused.Status switch
    {
        429 or 503 => job.Arm.Refusal(AskingToWait(refused), subject),
        400 when refused.ErrorCode is "Md5Mismatch" or "Crc64Mismatch" => new AdapterException(
            "a page arrived damaged", subject, "It is sent again; should it go on, look at the host's network and memory", isTransient: true),
        404 => new AdapterException(
            "its content is gone", subject, $"Look at the disk: az disk show --ids {job.DiskId}; roll the migration back and start it again", isTransient: false),
        409 or 412 => new AdapterException(
            $"the store refuses to change it: {refused.ErrorCode} (HTTP {refused.Status})", subject, "Find out who else works on the disk", isTransient: false),
        _ => null,
    };

    // A store that is busy asks to wait as one that throttles does, and does not always say for how long.
    private static ArmFailure AskingToWait(RequestFailedException refused) => new(429, refused.ErrorCode ?? "ServerBusy", "")
    {
        RetryAfter = refused.GetRawResponse() is { } response ? RetryAfter.Of(response) : null,
    };
}
