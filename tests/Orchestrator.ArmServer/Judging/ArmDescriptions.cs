namespace Orchestrator.Testing.Arm;

/// <summary>Microsoft's published descriptions of the API, which are data beside the project and no part of it.</summary>
internal static class ArmDescriptions
{
    private const string Variable = "ORCHESTRATOR_ARM_SPECS";

    /// <summary>The files that are read: the versions that clients ask for, out of the thousands that there are.</summary>
    public static readonly IReadOnlyList<string> Patterns =
    [
        "specification/compute/resource-manager/Microsoft.Compute/ComputeRP/stable/2023-07-01/*.json",
        "specification/compute/resource-manager/Microsoft.Compute/DiskRP/stable/2023-04-02/*.json",
        "specification/network/resource-manager/Microsoft.Network/stable/2023-05-01/*.json",
        "specification/dns/resource-manager/Microsoft.Network/stable/2018-05-01/*.json",
        "specification/trafficmanager/resource-manager/Microsoft.Network/stable/2022-04-01/*.json",
        "specification/resources/resource-manager/Microsoft.Resources/stable/{2022-09-01/resources,2022-12-01/subscriptions,2022-02-01/templateSpecs}.json",
        "specification/recoveryservicessiterecovery/resource-manager/Microsoft.RecoveryServices/stable/2023-06-01/*.json",
        "specification/databox/resource-manager/Microsoft.DataBox/stable/2022-12-01/*.json",
        "specification/storagemover/resource-manager/Microsoft.StorageMover/stable/2023-10-01/*.json",
        "specification/advisor/resource-manager/Microsoft.Advisor/stable/2023-01-01/*.json",
        "specification/cost-management/resource-manager/Microsoft.CostManagement/stable/2023-08-01/*.json",
        "specification/security/resource-manager/Microsoft.Security/stable/2021-06-01/*.json",
    ];

    public const string Missing = "Microsoft's descriptions of the ARM API are not here, so nothing is judged. Get them with "
        + "'git clone --filter=blob:none https://github.com/Azure/azure-rest-api-specs', check out a state of October 2023 (newer ones have other folders)"
        + " and set " + Variable + " to the folder that holds its folder 'specification'.";

    /// <summary>The folder that holds the folder <c>specification</c>, if there is one.</summary>
    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return Directory.Exists(Path.Combine(named, "specification")) ? named
                : throw new InvalidOperationException($"{Variable} is {named}, which has no folder 'specification'.");
        var beside = Path.Combine(Path.GetDirectoryName(RepositoryRoot())!, "shared", "reference", "arm");
        return Directory.Exists(Path.Combine(beside, "specification")) ? beside : null;
    }

    public static string RepositoryRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Orchestrator.sln")))
                return folder;
        }

        throw new InvalidOperationException($"No Orchestrator.sln above {AppContext.BaseDirectory}: run from a build inside of the repository.");
    }
}
