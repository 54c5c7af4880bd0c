namespace Orchestrator.Testing.Arm;

/// <summary>What cannot be judged.</summary>
internal static class Exemptions
{
    // No description of these is part of the collection. Whatever else is unknown to it is wrong.
    private static readonly string[] Undescribed = ["Microsoft.RecoveryServices/vaults"];

    public static string? Of(RecordedExchange exchange)
    {
        var path = new ArmPath(exchange.Path);
        return exchange switch
        {
            { Status: 0 } => "the connection was dropped",
            { Status: >= 400 } => "many descriptions declare no errors",
            { Method: "HEAD" } => "it has no body",
            _ when ArmRouter.IsDataPlane(exchange.Path) => "it is no request to Azure Resource Manager",
            _ when path.Segments is [.., "locations", _, "operations" or "operationResults", _] => "the address of an operation is for its service to choose",
            _ when path.Namespace.Length > 0 && path.Type == path.Namespace && path.Tail is null or "register" => "the validator looks for the description at the provider that is named",
            _ when path.Tail == "recordsets" => "two descriptions fit its path",
            _ when path.Tail is null && Undescribed.Contains(path.Type, StringComparer.OrdinalIgnoreCase) => "its type is not described",
            _ => null,
        };
    }
}
