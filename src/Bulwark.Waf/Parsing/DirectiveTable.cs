using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using static Bulwark.Waf.Parsing.DirectiveForm;

namespace Bulwark.Waf.Parsing;

/// <summary>Every directive of libmodsecurity 3, of Coraza and of the recommended configurations, and what becomes of it.</summary>
internal static class DirectiveTable
{
    private static readonly DirectiveRow[] Rows =
    [
        new("Include", DirectiveForm.Include, 1, 1),
        new("IncludeOptional", DirectiveForm.Include, 1, 1),
        new("SecRule", Rule, 2, 3),
        new("SecAction", DirectiveForm.Action, 1, 1),
        new("SecMarker", Marker, 1, 1),
        new("SecDefaultAction", DefaultAction, 1, 1),
        new("SecRuleRemoveById", Removal, 1, int.MaxValue),
        new("SecRuleRemoveByMsg", Removal, 1, 1),
        new("SecRuleRemoveByTag", Removal, 1, 1),
        new("SecRuleUpdateActionById", ActionUpdate, 2, 2),
        new("SecRuleUpdateTargetById", TargetUpdate, 2, int.MaxValue),
        new("SecRuleUpdateTargetByMsg", TargetUpdate, 2, 2),
        new("SecRuleUpdateTargetByTag", TargetUpdate, 2, 2),

        new("SecArgumentSeparator", Setting, 1, 1),
        new("SecArgumentsLimit", Setting, 1, 1),
        new("SecAuditEngine", Setting, 1, 1),
        new("SecAuditLogParts", Setting, 1, 1),
        new("SecAuditLogRelevantStatus", Setting, 1, 1),
        new("SecCollectionTimeout", Setting, 1, 1),
        new("SecComponentSignature", Setting, 1, 1),
        new("SecCookieFormat", Setting, 1, 1),
        new("SecRequestBodyAccess", Setting, 1, 1),
        new("SecRequestBodyJsonDepthLimit", Setting, 1, 1),
        new("SecRequestBodyLimit", Setting, 1, 1),
        new("SecRequestBodyLimitAction", Setting, 1, 1),
        new("SecRequestBodyNoFilesLimit", Setting, 1, 1),
        new("SecResponseBodyAccess", Setting, 1, 1),
        new("SecResponseBodyLimit", Setting, 1, 1),
        new("SecResponseBodyLimitAction", Setting, 1, 1),
        new("SecResponseBodyMimeType", Setting, 1, int.MaxValue),
        new("SecResponseBodyMimeTypesClear", Setting, 0, 0),
        new("SecRuleEngine", Setting, 1, 1),
        new("SecTmpSaveUploadedFiles", Setting, 1, 1),
        new("SecUnicodeMapFile", Setting, 2, 2),
        new("SecUploadFileLimit", Setting, 1, 1),
        new("SecWebAppId", Setting, 1, 1),

        // Where logs, temporary files and databases lie is decided by bulwark.jsonc, not by rules.
        new("SecAuditLog", WithoutEffect, 1, 1),
        new("SecAuditLog2", WithoutEffect, 1, 1),
        new("SecAuditLogDir", WithoutEffect, 1, 1),
        new("SecAuditLogDirMode", WithoutEffect, 1, 1),
        new("SecAuditLogFileMode", WithoutEffect, 1, 1),
        new("SecAuditLogFormat", WithoutEffect, 1, 1),
        new("SecAuditLogPrefix", WithoutEffect, 1, 1),
        new("SecAuditLogStorageDir", WithoutEffect, 1, 1),
        new("SecAuditLogType", WithoutEffect, 1, 1),
        new("SecDataDir", WithoutEffect, 1, 1),
        new("SecDebugLog", WithoutEffect, 1, 1),
        new("SecDebugLogLevel", WithoutEffect, 1, 1),
        new("SecGeoLookupDb", WithoutEffect, 1, 1),
        new("SecSensorId", WithoutEffect, 1, 1),
        new("SecServerSignature", WithoutEffect, 1, 1),
        new("SecStatusEngine", WithoutEffect, 1, 1),
        new("SecTmpDir", WithoutEffect, 1, 1),
        new("SecUploadDir", WithoutEffect, 1, 1),
        new("SecUploadFileMode", WithoutEffect, 1, 1),
        new("SecUploadKeepFiles", WithoutEffect, 1, 1),

        // The engine matches in bounded time and memory by itself.
        new("SecCacheTransformations", WithoutEffect, 1, 2),
        new("SecPcreMatchLimit", WithoutEffect, 1, 1),
        new("SecPcreMatchLimitRecursion", WithoutEffect, 1, 1),
        new("SecRequestBodyInMemoryLimit", WithoutEffect, 1, 1),
        new("SecRulePerfTime", WithoutEffect, 1, 1),
        new("SecRxPreFilter", WithoutEffect, 1, 1),

        // About @rbl, which never looks up names here.
        new("SecHttpBlKey", WithoutEffect, 1, 1),

        // Features of other engines: off is what this one is anyway.
        new("SecConnEngine", Setting, 1, 1),
        new("SecContentInjection", Setting, 1, 1),
        new("SecDisableBackendCompression", Setting, 1, 1),
        new("SecHashEngine", Setting, 1, 1),
        new("SecInterceptOnError", Setting, 1, 1),
        new("SecRuleInheritance", Setting, 1, 1),
        new("SecStreamInBodyInspection", Setting, 1, 1),
        new("SecStreamOutBodyInspection", Setting, 1, 1),
        new("SecXmlExternalEntity", Setting, 1, 1),

        new("SecChrootDir", Refused, 0, int.MaxValue, "the rule engine does not change the process"),
        new("SecConnReadStateLimit", Refused, 0, int.MaxValue, "connections are limited by the listener"),
        new("SecConnWriteStateLimit", Refused, 0, int.MaxValue, "connections are limited by the listener"),
        new("SecCookieV0Separator", Refused, 0, int.MaxValue, "cookies are separated by semicolons"),
        new("SecDataset", Refused, 0, int.MaxValue, "name a file with @pmFromFile or @ipMatchFromFile instead"),
        new("SecGsbLookupDb", Refused, 0, int.MaxValue, "there is no such database any more"),
        new("SecGuardianLog", Refused, 0, int.MaxValue, "there is no guardian log"),
        new("SecHashKey", Refused, 0, int.MaxValue, "links are not signed by the rule engine"),
        new("SecHashMethodPm", Refused, 0, int.MaxValue, "links are not signed by the rule engine"),
        new("SecHashMethodRx", Refused, 0, int.MaxValue, "links are not signed by the rule engine"),
        new("SecHashParam", Refused, 0, int.MaxValue, "links are not signed by the rule engine"),
        new("SecRemoteRules", Refused, 0, int.MaxValue, "rules are read from files only"),
        new("SecRemoteRulesFailAction", Refused, 0, int.MaxValue, "rules are read from files only"),
        new("SecUnicodeCodePage", Refused, 0, int.MaxValue, "name the code page behind the file of SecUnicodeMapFile"),
        new("SecRuleScript", Refused, 0, int.MaxValue, "rules cannot run programs"),
    ];

    private static readonly FrozenDictionary<string, DirectiveRow> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<DirectiveRow> All => Rows;

    public static bool TryFind(string name, [MaybeNullWhen(false)] out DirectiveRow row) => ByName.TryGetValue(name, out row);
}
