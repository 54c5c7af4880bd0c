using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Where a migration deploys to, and under which names. The undo derives the same.</summary>
/// <param name="arm">The step.</param>
/// <param name="kind">The kind.</param>
/// <param name="settings">The plan's keys.</param>
internal sealed partial class TemplatePlace(ArmSession arm, string kind, TemplateSettings settings)
{
    /// <summary>The version of deployments, groups and tags.</summary>
    public const string ApiVersion = "2022-09-01";

    private const string RecordName = "record.json";
    private const string PreviewName = "preview.json";
    private const int LongestName = 64;

    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "infrastructure"));

    /// <summary>The step.</summary>
    public ArmSession Arm => arm;

    /// <summary>The kind.</summary>
    public string Kind => kind;

    /// <summary>The plan's keys.</summary>
    public TemplateSettings Settings => settings;

    /// <summary>The resource group.</summary>
    public string Group => arm.Scope.TargetName(settings.ResourceGroup);

    /// <summary>The id of the resource group.</summary>
    public string GroupId => ResourceIds.OfGroup(settings.Subscription, Group);

    /// <summary>The id of the deployment, which has the migration and the step in its name.</summary>
    public string DeploymentId => ResourceIds.Of(settings.Subscription, Group, "Microsoft.Resources/deployments", NameOf(arm.Scope.MigrationId));

    /// <summary>The tags of what is made.</summary>
    public Dictionary<string, string> Tags => ArmTags.For(arm.Scope, settings.Tags);

    /// <summary>What is kept of the deployment; <see langword="null"/> before it, and after its undo.</summary>
    public TemplateRecord? Record
    {
        get => _files.Read<TemplateRecord>(RecordName);
        set => _files.Write(RecordName, value);
    }

    /// <summary>The hash of the template that was previewed first; <see langword="null"/> before.</summary>
    public string? PreviewedSha256
    {
        get => _files.Read<string>(PreviewName);
        set => _files.Write(PreviewName, value);
    }

    /// <summary>Forgets the deployment.</summary>
    public void Forget() => _files.Remove(RecordName);

    private static string NameOf(string migrationId)
    {
        var name = $"orchestrator-{NoName().Replace(migrationId, "-")}-provision";
        var isSame = name.Length <= LongestName && !NoName().IsMatch(migrationId);
        return isSame ? name : $"orchestrator-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(migrationId)))[..24]}-provision";
    }

    [GeneratedRegex(@"[^A-Za-z0-9_.()\-]")]
    private static partial Regex NoName();
}
