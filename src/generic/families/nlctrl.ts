import {
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type FamilyDefinition,
  type NoAttributes,
  type NotificationDefinition,
} from "../definition.ts";
import { type ControllerMessage, controllerMessage } from "./nlctrl/message.ts";

/** Which family is meant: by its name or its number, the name where both are told. */
export interface FamilyKey extends Pick<ControllerMessage, "id" | "name"> {}

/** What is asked for of the policies of a family: those of one command, or of all. */
export interface PolicyQuery extends FamilyKey, Pick<ControllerMessage, "command"> {}

/** The commands of the controller. */
export interface NlctrlCommands {
  /** A family, or all there are (`CTRL_CMD_GETFAMILY`). */
  readonly getFamily: DoCommand<FamilyKey, ControllerMessage> & DumpCommand<NoAttributes, ControllerMessage>;
  /** What is accepted by the commands of a family, in parts (`CTRL_CMD_GETPOLICY`). */
  readonly getPolicy: DumpCommand<PolicyQuery, ControllerMessage>;
}

/** What the controller announces. */
export interface NlctrlNotifications {
  /** There is a family (`CTRL_CMD_NEWFAMILY`). */
  readonly newFamily: NotificationDefinition<ControllerMessage>;
  /** A family has gone (`CTRL_CMD_DELFAMILY`). */
  readonly deleteFamily: NotificationDefinition<ControllerMessage>;
  /** A family has a multicast group (`CTRL_CMD_NEWMCAST_GRP`). */
  readonly newGroup: NotificationDefinition<ControllerMessage>;
  /** A multicast group of a family has gone (`CTRL_CMD_DELMCAST_GRP`). */
  readonly deleteGroup: NotificationDefinition<ControllerMessage>;
}

/** The controller, the family that tells of families (`nlctrl`). */
export const nlctrl: FamilyDefinition<NlctrlCommands, NlctrlNotifications, "notify"> = defineFamily({
  name: "nlctrl",
  version: 2,
  commands: {
    getFamily: {
      number: 3,
      replyNumber: 1,
      do: { request: controllerMessage, reply: controllerMessage },
      dump: { reply: controllerMessage },
    },
    getPolicy: { number: 10, dump: { request: controllerMessage, reply: controllerMessage } },
  },
  notifications: {
    newFamily: { number: 1, value: controllerMessage },
    deleteFamily: { number: 2, value: controllerMessage },
    newGroup: { number: 7, value: controllerMessage },
    deleteGroup: { number: 8, value: controllerMessage },
  },
  groups: ["notify"],
});
