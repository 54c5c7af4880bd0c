using System.Text;
using Orchestrator.Adapters.Azure.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed class ArmErrorsTests
{
    [Theory]
    [InlineData("https://a.blob.core.windows.net/c/x?sv=1&sig=c2VjcmV0 and more", "https://a.blob.core.windows.net/c/x?*** and more")]
    [InlineData("'https://a.example/x?sig=c2VjcmV0'.", "'https://a.example/x?***'")]
    [InlineData("AccountName=a;AccountKey=c2VjcmV0==;x", "AccountName=a;AccountKey=***;x")]
    [InlineData("\"adminPassword\": \"c2VjcmV0\", x", "\"adminPassword\": ***, x")]
    [InlineData("clientSecret = 'c2V jcmV0' x", "clientSecret = *** x")]
    [InlineData("Authorization: Bearer c2VjcmV0.a-b", "Authorization: ***")]
    [InlineData("token eyJhbGciOi.eyJzdWIi.c2VjcmV0", "token ***")]
    [InlineData("a\r\n  b.", "a b")]
    public void Clean_Secrets_AreTakenOut(string text, string clean) => Assert.Equal(clean, Scrubber.Clean(text));

    [Fact]
    public void Clean_LongText_IsCut() => Assert.Equal(1001, Scrubber.Clean(new string('x', 5000)).Length);

    [Theory]
    [InlineData("""{"error":{"code":"A","message":"m"}}""", "A: m")]
    [InlineData("""{"code":"A","message":"m."}""", "A: m")]
    [InlineData("""{"error":{"code":"A","message":"{\"error\":{\"code\":\"B\",\"message\":\"n\"}}"}}""", "A (B: n)")]
    [InlineData("""{"error":{"code":"A","message":"m","details":[{"code":"B","message":"n","details":[{"code":"C"}]}]}}""", "A: m (B: n; C: )")]
    [InlineData("""{"error":"invalid_grant"}""", "no reason given")]
    [InlineData("""<html>""", "no reason given")]
    public void Failure_BodyOfSomeForm_SaysWhatItSays(string body, string text) =>
        Assert.Equal(text, ArmFailure.Of(new ArmAnswer { Status = 400, Body = Json.Parse(Encoding.UTF8.GetBytes(body)) }).Text);

    [Theory]
    [InlineData("SkuNotAvailable", "az vm list-skus")]
    [InlineData("MissingSubscriptionRegistration", "az provider register")]
    [InlineData("ScopeLocked", "az lock list")]
    [InlineData("Whatever", "az monitor activity-log list")]
    public void Refused_KnownCode_HasItsCommand(string code, string command)
    {
        var error = ArmErrors.Refused(new(409, code, "m"), "disk os");
        Assert.Contains(command, error.Remedy, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public void Refused_LockedWithoutAction_SaysItsText() =>
        Assert.Contains("RequestDisallowedByPolicy: no", ArmErrors.Refused(new(403, "RequestDisallowedByPolicy", "no"), "disk os").Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(720, "12 min")]
    [InlineData(7200, "2 h")]
    [InlineData(7500, "2 h 5 min")]
    public void InWords_Durations_AreShort(int seconds, string words) => Assert.Equal(words, TimeSpan.FromSeconds(seconds).InWords());
}
