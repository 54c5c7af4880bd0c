using Azure;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Explains what Azure Files alone refuses; the rest is as with blobs.</summary>
internal static class ShareErrors
{
    /// <summary>Runs something and explains its errors.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="subject">What it works on, without secrets.</param>
    /// <param name="work">The work.</param>
    /// <returns>The result.</returns>
    /// <exception cref="AdapterException">It was refused for a reason of Azure Files.</exception>
    public static async Task<T> ExplainAsync<T>(string subject, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (RequestFailedException error) when (RemedyFor(error) is var (remedy, isTransient))
        {
            throw new AdapterException($"Azure Files refused: {error.ErrorCode ?? "no reason given"} (HTTP {error.Status})", subject, remedy, isTransient, error);
        }
    }

    private static (string Remedy, bool IsTransient)? RemedyFor(RequestFailedException error) => (error.Status, error.ErrorCode) switch
    {
        (401 or 403, _) => ("Give the host's identity the role, and look at the account's firewall: az role assignment create --role 'Storage File Data Privileged Contributor' --assignee IDENTITY --scope ACCOUNT", false),
        (409, "SharingViolation" or "DeletePending" or "FileLockConflict") => ("Somebody has a file open there: az storage share list-handle and close-handle with --recursive; the step is tried again", true),
        (409, "ReadOnlyAttribute" or "CannotDeleteFileOrDirectory") => ("It is read-only and could not be made writable, or somebody has it open: look at its attributes over SMB, and at az storage share list-handle, then retry the step", false),
        (409, "DirectoryNotEmpty") => ("Somebody puts files there: find out who; the step is tried again", true),
        (409, "ShareBeingDeleted") => ("Wait until the share is gone, make it anew, then retry the step", false),
        (404, _) => ("Check the account, the share and the folder in the plan", false),
        (400, _) => ("Check the names of the share and the folder; an account without Azure Files over REST cannot be a target", false),
        _ => null,
    };
}
