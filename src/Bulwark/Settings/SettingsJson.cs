using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Settings;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(DurationConverter),

        // The rule engine stands alone and knows nothing of settings files.
        typeof(SettingsEnumConverter<AclActionKind>),
        typeof(SettingsEnumConverter<FallbackBehavior>),
        typeof(SettingsEnumConverter<FieldKind>),
        typeof(SettingsEnumConverter<FieldScope>),
        typeof(SettingsEnumConverter<ForwardedPosition>),
        typeof(SettingsEnumConverter<InvalidJsonBehavior>),
        typeof(SettingsEnumConverter<LabelScope>),
        typeof(SettingsEnumConverter<OversizeHandling>),
        typeof(SettingsEnumConverter<PositionalConstraint>),
        typeof(SettingsEnumConverter<RateAggregation>),
        typeof(SettingsEnumConverter<RateKeyKind>),
        typeof(SettingsEnumConverter<SizeComparison>),
    ])]
[JsonSerializable(typeof(BulwarkOptions))]
internal sealed partial class SettingsJson : JsonSerializerContext;
