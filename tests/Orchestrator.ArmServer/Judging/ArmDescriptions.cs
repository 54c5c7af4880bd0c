namespace Orchestrator.Testing.Arm;

/// <summary>Microsoft's published descriptions of the API, which are data beside the project and no part of it.</summary>
internal static class ArmDescriptions
{
    private const string Variable = "ORCHESTRATOR_ARM_SPECS";

    public const string Missing = "Microsoft's descriptions of the ARM API are not here, so nothing is judged. Get them with "
        + "'git clone --filter=blob:none https://github.com/Azure/azure-rest-api-specs' and set " + Variable
        + " to the folder that holds its folder 'specification'.";

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
