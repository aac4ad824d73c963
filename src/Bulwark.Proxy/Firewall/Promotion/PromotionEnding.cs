using Bulwark.Core.Control;
using Bulwark.Core.Revisions;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>Why a promotion is over, for the history of revisions.</summary>
/// <param name="Cause">Through what.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="By">The process that asked; null: the tier did it by itself.</param>
internal sealed record PromotionEnding(RevisionCause Cause, string Reason, ControlPeer? By);
