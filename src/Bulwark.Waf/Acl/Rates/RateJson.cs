using System.Text.Json.Serialization;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>Writes out what a rate-based rule counts, so that two rules can be compared.</summary>
[JsonSerializable(typeof(RateBasedOptions))]
internal sealed partial class RateJson : JsonSerializerContext;
