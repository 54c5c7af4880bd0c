using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>What the ids of resources of any scope tell.</summary>
internal static class TemplateIds
{
    /// <summary>The type of deployments.</summary>
    public const string Deployments = "Microsoft.Resources/deployments";

    private const string Providers = "/providers/";

    /// <summary>The type of a resource.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>For example <c>Microsoft.Network/dnsZones/CNAME</c>; empty for a resource group, which has no provider.</returns>
    public static string TypeOf(string id)
    {
        var parts = Tail(id).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', parts.Where((_, index) => index == 0 || index % 2 == 1));
    }

    /// <summary>Whether a resource is a part of another or of a group, or an extension of it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="other">The id of the other.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsInside(string id, string other) => id.StartsWith($"{other.TrimEnd('/')}/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of the tags of a resource or a group.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The path.</returns>
    public static string TagsOf(string id) => $"{id.TrimEnd('/')}{Providers}Microsoft.Resources/tags/default";

    /// <summary>Whether a resource is a deployment.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsDeployment(string id) => ResourceIds.AreSame(TypeOf(id), Deployments);

    private static string Tail(string id)
    {
        var at = id.LastIndexOf(Providers, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : id[(at + Providers.Length)..];
    }
}
