using System.Text;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Plans;

/// <summary>Random damage to plans; the seed is fixed, so a failure can be repeated.</summary>
public class PlanFuzzTests
{
    private const int Seed = 20260;
    private const int MutationsPerFile = 2000;

    private static readonly string[] Splices =
        ["{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", "\t", "\"", "'", "&a ", "*a", "!!x ", "<<: ", "|", ">", "#", "---\n", "...\n", "%YAML 1.2\n", "? ", ",", "\0", "\u2028", "\ud800", "😀", "null", "~", "99999999999999999999", "1e999", ".inf", "0x", "P", "PT", "-P1D", "env:", "Password=x", "{target:", "\\u", "\r"];

    private readonly PlanReader _reader = new(TestCatalog.All);

    public static TheoryData<string> SampleFiles => [.. Samples.Files];

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void Read_DamagedText_GivesProblemsWithPlaces(string file)
    {
        var (random, original) = (new Random(Seed), Encoding.UTF8.GetString(Samples.Read(file)));
        for (var round = 0; round < MutationsPerFile; round++)
        {
            var text = Mutate(original, random);
            AssertAnswer(_reader.Read(text, file), text, round);
        }
    }

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void Read_DamagedBytes_GivesProblemsWithPlaces(string file)
    {
        var random = new Random(Seed);
        for (var round = 0; round < MutationsPerFile; round++)
        {
            var bytes = Samples.Read(file);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            AssertAnswer(_reader.Read(bytes, file), Encoding.UTF8.GetString(bytes), round);
        }
    }

    private static string Mutate(string text, Random random)
    {
        var builder = new StringBuilder(text);
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(builder.Length);
            builder.Remove(at, random.Next(Math.Min(12, builder.Length - at)));
            builder.Insert(Math.Min(at, builder.Length), Splices[random.Next(Splices.Length)]);
        }

        return builder.ToString();
    }

    private static void AssertAnswer(PlanResult result, string text, int round)
    {
        Assert.True(result.IsValid == (result.Problems.Count == 0), $"round {round}");
        var lines = text.Count(character => character is '\n' or '\r' or '\u2028' or '\u2029' or '\u0085') + 2;
        Assert.All(result.Problems, problem =>
        {
            Assert.InRange(problem.Line, 1, lines);
            Assert.InRange(problem.Column, 1, text.Length + 1);
            Assert.NotEmpty(problem.Message);
        });
    }
}
