using System.Globalization;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Transformations;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Settings;

/// <summary>Applies the settings of rule files; where one is given twice, the last one holds.</summary>
internal static class SettingsReader
{
    /// <exception cref="RuleException">The setting has no such value.</exception>
    public static EngineSettings Apply(EngineSettings settings, Setting setting)
    {
        var value = setting.Arguments.Count > 0 ? setting.Arguments[0] : "";
        return setting.Name switch
        {
            "SecRuleEngine" => settings with { RuleEngine = Words.RuleEngine(value) },
            "SecRequestBodyAccess" => settings with { RequestBodyAccess = Words.IsOn(value) },
            "SecResponseBodyAccess" => settings with { ResponseBodyAccess = Words.IsOn(value) },
            "SecCollectionTimeout" => settings with { CollectionTimeout = TimeSpan.FromSeconds(Number(value)) },
            "SecAuditEngine" => settings with { AuditEngine = Words.AuditEngine(value) },
            "SecAuditLogParts" => settings with { AuditLogParts = Words.AuditLogParts(value) },
            "SecAuditLogRelevantStatus" => settings with { AuditLogRelevantStatus = value },
            "SecUnicodeMapFile" => settings with { UnicodeMap = UnicodeMap(setting) },
            "SecWebAppId" => settings with { WebAppId = value },
            "SecComponentSignature" => settings with { Components = [.. settings.Components, value] },
            "SecCookieFormat" when value == "0" => settings,
            "SecCookieFormat" => throw new RuleException("only 0 is supported: cookies of version 1 are no longer sent by anybody"),
            _ when OffOnly(setting.Name) => MustBeOff(settings, value),
            _ => settings with { Limits = Apply(settings.Limits, setting, value) },
        };
    }

    private static DataLimits Apply(DataLimits limits, Setting setting, string value) => setting.Name switch
    {
        "SecArgumentSeparator" => limits with { ArgumentSeparator = Separator(value) },
        "SecArgumentsLimit" => limits with { Arguments = Number(value) },
        "SecRequestBodyLimit" => limits with { RequestBody = Number(value) },
        "SecRequestBodyNoFilesLimit" => limits with { RequestBodyNoFiles = Number(value) },
        "SecRequestBodyLimitAction" => limits with { RequestBodyAction = LimitAction(value) },
        "SecRequestBodyJsonDepthLimit" => limits with { JsonDepth = Number(value) },
        "SecUploadFileLimit" => limits with { Files = Number(value) },
        "SecTmpSaveUploadedFiles" => limits with { KeepsFileContents = Words.IsOn(value) },
        "SecResponseBodyLimit" => limits with { ResponseBody = Number(value) },
        "SecResponseBodyLimitAction" => limits with { ResponseBodyAction = LimitAction(value) },
        "SecResponseBodyMimeType" => limits with { ResponseMimeTypes = MimeTypes(setting.Arguments) },
        "SecResponseBodyMimeTypesClear" => limits with { ResponseMimeTypes = [] },
        _ => throw new RuleException("is not a setting of this engine"),
    };

    private static bool OffOnly(string name) => name is "SecConnEngine" or "SecContentInjection" or "SecDisableBackendCompression" or "SecHashEngine"
        or "SecInterceptOnError" or "SecRuleInheritance" or "SecStreamInBodyInspection" or "SecStreamOutBodyInspection" or "SecXmlExternalEntity";

    private static EngineSettings MustBeOff(EngineSettings settings, string value) =>
        !Words.IsOn(value) ? settings : throw new RuleException("can only be Off: this engine has nothing that it would turn on");

    private static UnicodeMap UnicodeMap(Setting setting) => Transformations.UnicodeMap.Parse(
        RuleFile.Read(RuleFile.Resolve(setting.Location.File, setting.Arguments[0])), Number(setting.Arguments[1]));

    private static byte Separator(string value) =>
        value is [var separator] && char.IsAscii(separator) ? (byte)separator : throw new RuleException($"'{value}' is not one ASCII character");

    private static IReadOnlyList<string> MimeTypes(IEnumerable<string> arguments) =>
        [.. arguments.SelectMany(argument => argument.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))];

    private static BodyLimitAction LimitAction(string value) =>
        Words.Is(value, "Reject") ? BodyLimitAction.Reject
        : Words.Is(value, "ProcessPartial") ? BodyLimitAction.ProcessPartial
        : throw new RuleException($"'{value}' is neither Reject nor ProcessPartial");

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RuleException($"'{value}' is not a whole number from 0 to {int.MaxValue}");
}
