using Bulwark.Waf.Bodies;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Tests.Rules;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Reads_every_setting()
    {
        var settings = Read("""
            SecRuleEngine DetectionOnly
            SecRequestBodyAccess Off
            SecResponseBodyAccess On
            SecRequestBodyLimit 1
            SecRequestBodyNoFilesLimit 2
            SecRequestBodyJsonDepthLimit 3
            SecArgumentsLimit 4
            SecResponseBodyLimit 5
            SecUploadFileLimit 6
            SecRequestBodyLimitAction ProcessPartial
            SecResponseBodyLimitAction Reject
            SecResponseBodyMimeType text/plain "text/html  application/json"
            SecArgumentSeparator ;
            SecCookieFormat 0
            SecTmpSaveUploadedFiles On
            SecCollectionTimeout 600
            SecAuditEngine RelevantOnly
            SecAuditLogParts ABZ
            SecAuditLogRelevantStatus "^5"
            SecWebAppId chat
            SecComponentSignature "One/1"
            SecComponentSignature "Two/2"
            """);

        Assert.Equal((RuleEngineMode.DetectionOnly, false, true), (settings.RuleEngine, settings.RequestBodyAccess, settings.ResponseBodyAccess));
        var limits = settings.Limits;
        Assert.Equal(
            (1, 2, 3, 4, 5, 6),
            (limits.RequestBody, limits.RequestBodyNoFiles, limits.JsonDepth, limits.Arguments, limits.ResponseBody, limits.Files));
        Assert.Equal((BodyLimitAction.ProcessPartial, BodyLimitAction.Reject), (limits.RequestBodyAction, limits.ResponseBodyAction));
        Assert.Equal("text/plain text/html application/json", string.Join(' ', limits.ResponseMimeTypes));
        Assert.Equal(((byte)';', true), (limits.ArgumentSeparator, limits.KeepsFileContents));
        Assert.Equal(TimeSpan.FromMinutes(10), settings.CollectionTimeout);
        Assert.Equal((AuditEngineMode.RelevantOnly, "ABZ", "^5"), (settings.AuditEngine, settings.AuditLogParts, settings.AuditLogRelevantStatus));
        Assert.Equal(("chat", "One/1 Two/2"), (settings.WebAppId, string.Join(' ', settings.Components)));
    }

    [Theory]
    [InlineData("SecRuleEngine Maybe", "'Maybe' is none of On, Off and DetectionOnly")]
    [InlineData("SecRequestBodyAccess Yes", "'Yes' is neither On nor Off")]
    [InlineData("SecRequestBodyLimit 3000000000", "'3000000000' is not a whole number from 0 to 2147483647")]
    [InlineData("SecRequestBodyLimitAction Drop", "'Drop' is neither Reject nor ProcessPartial")]
    [InlineData("SecArgumentSeparator &&", "'&&' is not one ASCII character")]
    [InlineData("SecCookieFormat 1", "only 0 is supported: cookies of version 1 are no longer sent by anybody")]
    [InlineData("SecHashEngine On", "can only be Off: this engine has nothing that it would turn on")]
    [InlineData("SecXmlExternalEntity On", "can only be Off: this engine has nothing that it would turn on")]
    public void Refuses_values_that_a_setting_does_not_have(string text, string message) =>
        Assert.Equal($"rules:1: {text.Split(' ')[0]}: {message}", Assert.Throws<RuleException>(() => Read(text)).Message);

    [Fact]
    public void Accepts_what_recommended_configurations_say_about_things_that_are_not_here() => Assert.Equal(new EngineSettings().Limits, Read("""
        SecAuditLog /var/log/modsec_audit.log
        SecAuditLogType Serial
        SecConnEngine Off
        SecDataDir /tmp/
        SecDebugLogLevel 3
        SecPcreMatchLimit 1000
        SecPcreMatchLimitRecursion 1000
        SecRequestBodyInMemoryLimit 131072
        SecStatusEngine Off
        SecTmpDir /tmp/
        SecUploadKeepFiles Off
        SecXmlExternalEntity Off
        """).Limits);

    [Fact]
    public void Reads_the_map_of_a_code_page_beside_the_rules()
    {
        var folder = Directory.CreateTempSubdirectory("bulwark-rules-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "unicode.mapping"), "20127 (US-ASCII)\n2019:27 ff1c:3c\n");
            var rules = Path.Combine(folder.FullName, "rules.conf");
            File.WriteAllText(rules, "SecUnicodeMapFile unicode.mapping 20127");

            Assert.True(RuleSet.Load([rules]).Settings.UnicodeMap!.TryMap(0x2019, out var value));
            Assert.Equal((byte)'\'', value);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static EngineSettings Read(string text) => RuleSet.LoadText("rules", text).Settings;
}
