using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Turns what the SDK and the file system throw into errors that say what to do, and whether trying again helps.</summary>
internal static class BlobErrors
{
    private const int NoSpaceLeft = 28;

    /// <summary>Runs something and explains its errors.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="subject">What it works on, without secrets.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">When set, the error is the cancellation, whatever it broke.</param>
    /// <returns>The result.</returns>
    /// <exception cref="AdapterException">It failed.</exception>
    public static async Task<T> ExplainAsync<T>(string subject, Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("It was cancelled.", error, cancellation);
        }
        catch (Exception error) when (Explain(error, subject) is { } explained)
        {
            throw explained;
        }
    }

    private static AdapterException? Explain(Exception error, string subject) => error switch
    {
        AggregateException many => Explain(many.InnerExceptions[^1], subject),
        RequestFailedException { Status: 0 } => Unreachable(error, subject),
        RequestFailedException refused => Refused(refused, subject),
        AuthenticationFailedException => Permanent(
            error, "the host's own identity got no token", subject, "Give the host a managed identity, or sign in with: az login"),
        OperationCanceledException or TimeoutException => Transient(error, "did not answer in time", subject),
        HttpRequestException or SocketException or IOException { InnerException: SocketException } or HttpIOException => Unreachable(error, subject),
        EndOfStreamException => Transient(error, "an answer ended too early", subject),
        IOException { HResult: NoSpaceLeft } => Permanent(error, "there is no space left on the local disk", subject, "Make room where the host keeps its work folder"),
        IOException or UnauthorizedAccessException => Permanent(error, $"a local file failed: {error.Message}", subject, "Mend the file or its permissions"),
        _ => null,
    };

    private static AdapterException Unreachable(Exception error, string subject)
    {
        var cause = error.GetBaseException();
        return cause is SocketException { SocketErrorCode: SocketError.HostNotFound }
            ? Permanent(error, "there is no such host", subject, "Check the account's name in the connection, and the name service")
            : Transient(error, $"cannot be reached: {cause.Message}", subject);
    }

    private static AdapterException Refused(RequestFailedException error, string subject)
    {
        var problem = $"the store refused: {error.ErrorCode ?? "no reason given"} (HTTP {error.Status})";
        return error.Status switch
        {
            408 or 429 or >= 500 => Transient(error, problem, subject),
            409 when error.ErrorCode == BlobErrorCode.ContainerBeingDeleted => Transient(error, problem, subject),
            412 when error.ErrorCode == BlobErrorCode.ConditionNotMet => Transient(error, "somebody else changed the backup meanwhile", subject),
            _ => Permanent(error, problem, subject, RemedyFor(error)),
        };
    }

    private static string RemedyFor(RequestFailedException error) => (error.Status, error.ErrorCode) switch
    {
        (_, "AuthorizationPermissionMismatch") => "A signature needs the permissions read, add, create, write, delete and list; an identity needs: az role assignment create --role 'Storage Blob Data Contributor' --assignee IDENTITY --scope ACCOUNT",
        (401 or 403, _) => "Check the key, the signature with its expiry and permissions (read, add, create, write, delete, list), and the account's firewall",
        (404, "BlobNotFound") => "The backup is damaged: a blob that its manifest names is gone. Take it again, or undelete the blob",
        (404, _) => "Check the account's name in the connection",
        (_, "BlobArchived") => "Bring the blobs to the hot or cool tier first: az storage blob set-tier",
        (409, _) => "An immutability policy, a legal hold or a lease protects it: end that, or use another container",
        (412, _) => "Somebody holds a lease on it: break the lease with az storage blob lease break",
        (416, _) => "The backup is damaged: a blob is shorter than its manifest says. Take it again",
        (400, _) => "Check the container's name: 3 to 63 lower-case letters, digits and single hyphens",
        _ => "Look the code up: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes",
    };

    private static AdapterException Transient(Exception error, string problem, string subject) => new(
        problem, subject, "Check that the store runs and that the network lets this host through; the step is tried again", isTransient: true, error);

    private static AdapterException Permanent(Exception error, string problem, string subject, string remedy) =>
        new(problem, subject, remedy, isTransient: false, error);
}
