namespace Orchestrator.Testing.Arm;

/// <summary>If-Match and If-None-Match.</summary>
internal static class Preconditions
{
    public static void Check(ArmCall call, ArmResource? existing) => Check(call, existing?.Etag);

    public static void Check(ArmCall call, string? etag)
    {
        var isMet = (Plain(call.Header("If-Match")), Plain(call.Header("If-None-Match"))) switch
        {
            ({ } wanted, _) => etag is not null && (wanted == "*" || wanted == etag),
            (null, { } unwanted) => etag is null || (unwanted != "*" && unwanted != etag),
            _ => true,
        };
        if (!isMet)
            throw new ArmErrorException(412, "PreconditionFailed", "The precondition given in one or more of the request headers evaluated to false.");
    }

    private static string? Plain(string? header) => string.IsNullOrEmpty(header) ? null : header.Replace("W/", "", StringComparison.Ordinal).Trim('"');
}
