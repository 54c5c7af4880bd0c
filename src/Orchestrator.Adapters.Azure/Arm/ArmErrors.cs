using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Turns refusals and broken connections into errors that say what to do, and whether trying again helps. Without the
/// cause: the SDK's texts quote answers in full, and these quote requests.
/// </summary>
internal static partial class ArmErrors
{
    private const string SignIn = "Give the host a managed identity, or sign in with: az login";

    private static readonly HashSet<string> TransientCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Conflict", "Throttled", "TooManyRequests", "SubscriptionRequestsThrottled", "InternalServerError", "InternalError", "InternalExecutionError",
        "InternalOperationError", "NetworkingInternalOperationError", "ServerTimeout", "GatewayTimeout", "RequestTimeout", "OperationTimedOut", "Timeout",
        "ServiceUnavailable", "ServerBusy", "RetryableError", "AnotherOperationInProgress", "OperationPreempted", "OperationPreemptedByMoreRecentOperation",
    };

    /// <summary>Whether a refusal means that it works in a while, because calls are limited or the service is busy.</summary>
    /// <param name="failure">The refusal.</param>
    /// <returns>Whether waiting is all there is to do.</returns>
    public static bool IsThrottled(ArmFailure failure) => failure.Status == 429 || (failure.Status == 503 && failure.RetryAfter is not null);

    /// <summary>Whether a refusal means that another operation works on the resource.</summary>
    /// <param name="failure">The refusal.</param>
    /// <returns>Whether waiting for that is all there is to do.</returns>
    public static bool IsBusy(ArmFailure failure) => failure.Status == 409 && (InProgress().IsMatch(failure.Message)
        || failure.Codes.Any(code => code is "AnotherOperationInProgress" or "DeploymentActive" or "RetryableError" or "OperationInProgress"));

    /// <summary>Explains a refusal.</summary>
    /// <param name="failure">The refusal.</param>
    /// <param name="subject">What was asked for.</param>
    /// <returns>The error to throw.</returns>
    public static AdapterException Refused(ArmFailure failure, string subject) => failure.Status switch
    {
        401 => new($"the token was refused, a fresh one too: {failure.Text}", subject,
            $"{SignIn}; the identity must belong to the tenant of the subscription, and the host's clock must be right", isTransient: false),
        403 => Forbidden(failure, subject),
        404 => new($"there is no such thing: {failure.Text}", subject, "Check the names in the plan, and that the subscription is the right one: az resource list", isTransient: false),
        408 or >= 500 => new(Facts(failure), subject, "It is tried again; see whether Azure has an outage: https://azure.status.microsoft", isTransient: true),
        412 => new("somebody else changed it meanwhile", subject, "It is tried again from what is in force now", isTransient: true),
        _ => new(Facts(failure), subject, RemedyFor(failure), isTransient: failure.Codes.Any(TransientCodes.Contains)),
    };

    /// <summary>Explains why an operation that had been taken on was given up.</summary>
    /// <param name="failure">What the operation says.</param>
    /// <param name="what">What it was for.</param>
    /// <returns>The error to throw.</returns>
    public static AdapterException Ended(ArmFailure failure, string what) => new(
        $"Azure took it on and gave it up: {failure.Text}", what, RemedyFor(failure), isTransient: failure.Codes.Any(TransientCodes.Contains));

    /// <summary>Explains why there is no answer.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="subject">What was asked for.</param>
    /// <returns>The error to throw; <see langword="null"/> when it is none of these.</returns>
    public static AdapterException? Unanswered(Exception error, string subject) => error switch
    {
        AggregateException many => Unanswered(many.InnerExceptions[^1], subject),
        RequestFailedException { Status: > 0 } refused => Refused(new(refused.Status, refused.ErrorCode ?? "no reason given", ""), subject),
        RequestFailedException or HttpRequestException or SocketException or IOException => Unreachable(error, subject),
        CredentialUnavailableException => new("the host has no identity that Azure knows", subject, SignIn, isTransient: false),
        AuthenticationFailedException => NoToken(error, subject),
        OperationCanceledException or TimeoutException => new("Azure did not answer in time", subject, "It is tried again", isTransient: true),
        _ => null,
    };

    private static AdapterException Unreachable(Exception error, string subject)
    {
        var cause = error.GetBaseException();
        if (Chain(error).Any(inner => inner is AuthenticationException))
            return new("the certificate of what answers there is not trusted", subject,
                "Check Orchestrator:Azure:ResourceManager:Endpoint; a test server needs its authority in Orchestrator:Azure:ResourceManager:CaFile", isTransient: false);
        return new($"Azure cannot be reached: {Scrubber.Clean(cause.Message)}", subject,
            "Check that the network lets this host through to Orchestrator:Azure:ResourceManager:Endpoint; it is tried again", isTransient: true);
    }

    // The service that gives tokens may be away for a while as every other.
    private static AdapterException NoToken(Exception error, string subject) => new(
        "the host's own identity got no token", subject, SignIn,
        isTransient: Chain(error.InnerException).Any(inner => inner is HttpRequestException or SocketException or TimeoutException or RequestFailedException { Status: 0 or 429 or >= 500 }));

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }

    private static AdapterException Forbidden(ArmFailure failure, string subject)
    {
        var denied = Denied().Match(failure.Text);
        if (!denied.Success)
            return new($"it is forbidden: {failure.Text}", subject, "Check the identity's roles and the policies and locks on it: az role assignment list --all --assignee IDENTITY; az lock list", isTransient: false);
        var who = ObjectId().Match(failure.Text) is { Success: true } found ? found.Groups[1].Value : "IDENTITY";
        return new($"the host's identity may not do {denied.Groups[1].Value}", subject,
            $"Give it a role with that action: az role assignment create --assignee {who} --role ROLE --scope {denied.Groups[2].Value}; a new role works after some minutes", isTransient: false);
    }

    private static string Facts(ArmFailure failure) => failure.RequestId is null
        ? $"{failure.Text} (HTTP {failure.Status})"
        : $"{failure.Text} (HTTP {failure.Status}, request {failure.RequestId})";

    private static string RemedyFor(ArmFailure failure)
    {
        foreach (var code in failure.Codes)
        {
            if (RemedyFor(code) is { } remedy)
                return remedy;
        }

        return "Mend what it says, then retry the step; az monitor activity-log list --correlation-id ID tells more";
    }

    private static string? RemedyFor(string code) => code switch
    {
        "AllocationFailed" or "ZonalAllocationFailed" or "OverconstrainedAllocationRequest" or "SkuNotAvailable" => "Azure has no room for this size there now: choose another size, zone or region, or retry later: az vm list-skus --location REGION --output table",
        "QuotaExceeded" => "Ask for more: az vm list-usage --location REGION --output table",
        "OperationNotAllowed" => "Bring the resource into the state that it asks for, then retry the step; if it speaks of a quota, ask for more: az vm list-usage --location REGION --output table",
        "MissingSubscriptionRegistration" => "Register the provider that it names: az provider register --namespace NAMESPACE",
        "ScopeLocked" => "Remove the lock, or leave the resource out of the plan: az lock list",
        "RequestDisallowedByPolicy" => "A policy forbids it: change the plan, or ask for an exemption: az policy state list",
        _ when TransientCodes.Contains(code) => "It is tried again",
        _ => null,
    };

    [GeneratedRegex(@"another (operation|request|deployment)|in progress|is (currently )?being (created|updated|deleted|modified|provisioned)", RegexOptions.IgnoreCase)]
    private static partial Regex InProgress();

    [GeneratedRegex(@"perform action '([^']+)' over scope '([^']+)'", RegexOptions.IgnoreCase)]
    private static partial Regex Denied();

    [GeneratedRegex(@"object id '([^']+)'", RegexOptions.IgnoreCase)]
    private static partial Regex ObjectId();
}
