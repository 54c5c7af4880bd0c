namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>What one look at an operation showed.</summary>
internal sealed record OperationLook
{
    private static readonly string[] Gone = ["Failed", "Canceled", "Cancelled"];

    private static readonly string[] Final = ["Succeeded", .. Gone];

    /// <summary>Whether Azure still works on it.</summary>
    public bool IsUnderWay { get; private init; }

    /// <summary>Whether Azure does not know it any more.</summary>
    public bool IsLost { get; private init; }

    /// <summary>Why it failed.</summary>
    public ArmFailure? Failure { get; private init; }

    /// <summary>How much of it is done, where Azure tells.</summary>
    public double? PercentComplete { get; private init; }

    /// <summary>What was answered; <see langword="null"/> when the resource was looked at.</summary>
    public ArmAnswer? Answer { get; private init; }

    /// <summary>It goes on.</summary>
    public static OperationLook UnderWay { get; } = new() { IsUnderWay = true };

    /// <summary>It ended well.</summary>
    public static OperationLook Done { get; } = new();

    /// <summary>It was taken on just now.</summary>
    /// <param name="answer">What was answered.</param>
    /// <returns>The look.</returns>
    public static OperationLook Begun(ArmAnswer answer) => new() { IsUnderWay = true, Answer = answer };

    /// <summary>It failed.</summary>
    /// <param name="failure">Why.</param>
    /// <returns>The look.</returns>
    public static OperationLook Failed(ArmFailure failure) => new() { Failure = failure };

    /// <summary>Reads the answer of the URL at which an operation is looked at.</summary>
    /// <param name="answer">The answer; no refusal that has to do with the looking itself.</param>
    /// <param name="isAsyncOperation">Whether its body tells the status.</param>
    /// <returns>The look.</returns>
    public static OperationLook At(ArmAnswer answer, bool isAsyncOperation) => answer switch
    {
        { Status: 404 or 410 } => new() { IsLost = true, Answer = answer },
        // The URL of a Location header answers with the operation's own refusal when it failed.
        { IsError: true } => new() { Failure = ArmFailure.Of(answer), Answer = answer },
        _ => isAsyncOperation ? AtStatus(answer, answer.Body.Text("status")) : AtLocation(answer),
    };

    /// <summary>Reads the state of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The look.</returns>
    public static OperationLook AtResource(ArmAnswer resource) => AtStatus(resource, resource.ProvisioningState ?? "Succeeded");

    private static OperationLook AtLocation(ArmAnswer answer) =>
        answer.Status == 202 ? new() { IsUnderWay = true, Answer = answer } : AtResource(answer);

    private static OperationLook AtStatus(ArmAnswer answer, string? status) => new()
    {
        Answer = answer,
        IsUnderWay = !Is(Final, status),
        PercentComplete = answer.Body.Find("percentComplete") is { ValueKind: System.Text.Json.JsonValueKind.Number } percent ? percent.GetDouble() : null,
        Failure = Is(Gone, status) ? FailureIn(answer, status!) : null,
    };

    private static ArmFailure FailureIn(ArmAnswer answer, string status) =>
        (answer.Body.Find("error") ?? answer.Body.Find("properties", "error")) is { } error
            ? ArmFailure.Of(error, 0) with { RequestId = answer.RequestId }
            : new(0, status, "Azure gives no reason");

    private static bool Is(string[] states, string? state) => states.Contains(state, StringComparer.OrdinalIgnoreCase);
}
