namespace Orchestrator.Core.Tests.Plans;

/// <summary>A valid plan and small changes to it.</summary>
internal static class PlanText
{
    public const string Valid =
        """
        version: 1
        name: orders
        strategy: offline
        compute:
          source: { kind: process, command: a }
          target: { kind: process, command: b, address: "h:1" }
        data:
          - name: db
            kind: postgresql
            source: { connection: env:A }
            target: { connection: env:B }
        backup: { kind: blob, connection: env:C }
        """;

    public static string With(string more) => $"{Valid}\n{more}\n";

    public static string Replace(string old, string by)
    {
        Assert.Contains(old, Valid, StringComparison.Ordinal);
        return Valid.Replace(old, by, StringComparison.Ordinal);
    }
}
