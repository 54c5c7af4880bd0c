namespace Orders.Client;

/// <summary>What <c>client run</c> prints at its end.</summary>
/// <param name="Acknowledged">Acknowledged writes: orders and uploads.</param>
/// <param name="Orders">Acknowledged orders.</param>
/// <param name="Uploads">Acknowledged uploads.</param>
/// <param name="Waited">Writes that were acknowledged at once but took a second or longer.</param>
/// <param name="Failed">Requests that failed; each was tried again.</param>
/// <param name="LongestGapMs">The longest time without any acknowledged write.</param>
/// <param name="Errors">The failed requests by status, or by <c>connection</c>.</param>
internal sealed record ClientReport(
    int Acknowledged, int Orders, int Uploads, int Waited, int Failed, long LongestGapMs, IReadOnlyDictionary<string, int> Errors);

/// <summary>What <c>client verify</c> prints.</summary>
/// <param name="Acknowledged">Acknowledged writes in the journal: orders and uploads.</param>
/// <param name="Lost">Orders that are missing or amount to something else.</param>
/// <param name="LostIds">Which.</param>
/// <param name="UploadsLost">Uploads that are missing or have another content.</param>
/// <param name="LostUploads">Which.</param>
/// <param name="LongestGapMs">The longest time between two acknowledged writes.</param>
internal sealed record VerifyReport(
    int Acknowledged, int Lost, IReadOnlyList<string> LostIds, int UploadsLost, IReadOnlyList<string> LostUploads, long LongestGapMs);
