using System.Text.RegularExpressions;
using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests.Rules;

/// <summary>Resources name the version of their API, and the same one everywhere.</summary>
internal static partial class VersionRule
{
    public static IEnumerable<string> Check(IReadOnlyList<BicepFile> files)
    {
        var all = files.SelectMany(file => file.Of("resource").Select(resource => (File: file, Resource: resource))).ToList();
        return
        [
            .. all.Where(item => !Versioned().IsMatch(item.Resource.Type)).Select(item => Findings.At(item.File, item.Resource, $"'{item.Resource.Type}' is not a type with a version")),
            .. all.Where(item => Versioned().IsMatch(item.Resource.Type)).GroupBy(item => item.Resource.Type.Split('@')[0], StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Select(item => item.Resource.Type).Distinct().Count() > 1)
                .Select(group => $"{group.Key} is used as {string.Join(" and ", group.Select(item => item.Resource.Type).Distinct())}"),
        ];
    }

    [GeneratedRegex(@"^Microsoft\.[A-Za-z]+(/[A-Za-z]+)+@20\d\d-\d\d-\d\d(-preview)?$")]
    private static partial Regex Versioned();
}
