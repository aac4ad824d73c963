using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulwark.Core.Configuration;

/// <summary>Reads an enum setting by its camel-case name and nothing else: a number is an error.</summary>
public sealed class SettingsEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
