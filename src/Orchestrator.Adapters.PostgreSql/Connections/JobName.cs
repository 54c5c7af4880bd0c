using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Connections;

/// <summary>Names derived from a migration and a component, the same in every run of any of its steps.</summary>
internal static class JobName
{
    /// <summary>
    /// The application name of what works for a component. It does not hold the step: a step that is run again and an
    /// undo must both find what a killed run of any step left behind. Server names are cut at 63 bytes, hence the hash.
    /// </summary>
    public static string Of(StepScope scope, DataComponent component)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.MigrationId}\n{component.Name}"));
        return $"orchestrator_{Convert.ToHexStringLower(hash.AsSpan(0, 12))}";
    }
}
